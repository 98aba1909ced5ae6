"""Possessives: names that lost their apostrophe in the text, as in "Syrias president".

Limits: of names of people, places and bodies ("the Observatorys figures") only, and only where the article has the
name without the `s`, too, or it is that of a country or of a known person. "The Clintons" are left alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.pipeline.entities.known import Known
from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.gazetteer import Gazetteer


def mend_possessives(
    text: str, mentions: Sequence[Mention], known: Known | None, gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions, those with a lost apostrophe cut to the name and labelled like it."""
    labels = {m.surface: m.label for m in mentions if m.label in ("PERSON", "GPE", "LOC")}
    surnames = {m.surface.split()[-1] for m in mentions if m.label == "PERSON" and " " in m.surface}
    labels |= dict.fromkeys(surnames, "PERSON")
    # "Water" beside "Kathryn Waters" is a slip of the pen.
    labels = {name: label for name, label in labels.items() if name in surnames or f"{name}s" not in surnames}
    bodies = {m.surface for m in mentions if m.label == "ORG"}
    mended = []
    for mention in mentions:
        label, name = None, mention.surface.removesuffix("s")
        if (
            name != mention.surface
            and (not name.isupper() or name in bodies or (known is not None and known.find(name) is not None))
            and (name in bodies or text[max(0, mention.start - 4) : mention.start].lower() != "the ")
        ):
            label = "ORG" if name in bodies or name.isupper() else _country(name, mention.surface, gazetteer)
            if label is None and mention.label != "NORP":
                actor = None if known is None else known.find(name)
                label = "PERSON" if actor is not None and actor.kind == "person" else labels.get(name)
        cut = None if label is None else replace(mention, end=mention.end - 1, surface=name, label=label)
        mended.append(cut or mention)
    return mended


def _country(name: str, surface: str, gazetteer: Gazetteer) -> str | None:
    """GPE where the name is a country's with the `s` taken off, and nothing that bears it with the `s` is known."""
    if gazetteer.country_of(surface) is not None or gazetteer.find(surface):
        return None
    return "GPE" if any(place.feature == "PCLI" for place in gazetteer.find(name)[:1]) else None
