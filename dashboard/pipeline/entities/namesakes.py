"""Namesakes: people whose name the name of something else holds, as in "Haddad Foundation" or "the Tlass government".

Limits: only who is named in the article, too, and only in names of nobody known: of "Mahdi Army" no Mahdi is a part.
A surname counts only as the first word, and where the article has it alone as well as behind a first name.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from dashboard.pipeline.entities.known import Known
from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.gazetteer import Gazetteer

# Labels of what is called after people.
NAMED_AFTER = frozenset(("ORG", "FAC", "EVENT", "PRODUCT"))


def find_people(mentions: Iterable[Mention], gazetteer: Gazetteer) -> set[str]:
    """The people of more than one name, as they are written, and the surnames by which they go as well; no places."""
    names = {m.surface for m in mentions if m.label == "PERSON"}
    full = {name for name in names if " " in name and not gazetteer.find(name)}
    surnames = names & {name.rpartition(" ")[2] for name in full}
    return full | {name for name in surnames if gazetteer.country_of(name) is None}


def people_inside(mention: Mention, people: Set[str], known: Known | None) -> Iterator[Mention]:
    """The first of these people whose name the mention holds beside other words, as a mention of its own."""
    surface = mention.surface
    if mention.label not in NAMED_AFTER or " " not in surface:
        return
    words = surface.split(" ")
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            start, end = starts[first], starts[last] - 1
            name = surface[start:end]
            if name not in people or end - start == len(surface) or (first and " " not in name):
                continue
            if known is None or known.find(surface) is None:
                yield replace(
                    mention, start=mention.start + start, end=mention.start + end, surface=name, label="PERSON",
                    role=None, within=mention.label,
                )  # fmt: skip
            return
