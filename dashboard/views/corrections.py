"""Corrections: what each says, who made it, what it changes and what became of it; and links that begin one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.corrections.record import OF_ACTORS, Correction
from dashboard.filters import CHANGES, Filters, write_link
from dashboard.queries.corrections import ProposedCorrection
from dashboard.queries.patterns import ELSEWHERE, SAME_PLACE
from dashboard.views.links import Page
from dashboard.views.markup import bdi, link, quiet, tag
from dashboard.wording import day, plural, text_of

# Kind of a correction -> what is wrong, as the analyst who makes one chooses it, and in a word or two.
WHAT_IS_WRONG = dict(
    zip(
        CHANGES,
        ("Two actors are one", "One actor is two", "An actor’s name is wrong", "This is no actor", "This is no place",
         "This is another place"),
        strict=True,
    )
)  # fmt: skip
SHORT_NAMES = dict(zip(CHANGES, ("merge", "split", "rename", "hide", "not a place", "wrong place"), strict=True))


# The button Save is far down, and the form is short again after it: without this, what was saved is said out of sight.
SHOW_SAVED = Markup('<script>document.querySelector(".st-key-saved")?.scrollIntoView({ block: "center" });</script>')


def offer_corrections(page: Page, actor_id: str) -> Markup:
    """Links that begin each kind of correction of an actor, and come back to this page; none where nobody may."""
    if not page.may_correct:
        return Markup()
    links = (
        link(SHORT_NAMES[kind], write_link("review", Filters(actors=(actor_id,), change=(kind,), back=page.here)))
        for kind in OF_ACTORS
    )
    return quiet("Is this actor wrong? " + Markup(" · ").join(links))


def lead_back(name: str, address: str) -> Markup:
    """A link to the page from which the analyst came."""
    return Markup("<p>{}</p>").format(link(f"← Back to {name}", address))


def lead_to_suspects(page: Page, pins: int) -> Markup:
    """A link to the pins that may be wrong, with their number; nothing where there are none."""
    if not pins:
        return Markup()
    return Markup('<p class="dl-quiet">Where to begin? {} of these articles may be in the wrong place.</p>').format(
        link(plural(pins, "doubtful pin"), page.link("suspects"))
    )


def what_is_missing(filters: Filters, new_name: str) -> str:
    """What has to be chosen or written before a correction can be saved, in a sentence."""
    change = filters.change[0] if filters.change else ""
    if not change:
        return "Choose what is wrong; before anything is saved, you see what it changes."
    if change in OF_ACTORS:
        return _missing_of_actor(filters, change, new_name)
    if not filters.mentions and not filters.written:
        return "Choose the place, then the name that is wrong there, as the articles write it."
    if change == "wrong-place" and not filters.right_place:
        return "Choose the place that it is."
    return "Nothing can be saved: these tables have no such name there, or it is at the right place already."


def _missing_of_actor(filters: Filters, change: str, new_name: str) -> str:
    if not filters.actors:
        return "Choose the actor."
    if change == "rename":
        return "Write its name."
    if change == "merge":
        return "Choose the actor that it is the same as."
    if not filters.into and not new_name.strip():
        return "Choose who some of it is, or write the name of a new actor."
    return "Choose the names or the articles that are meant."


def name_pattern(key: str, correction: Correction, count: int, *, more: bool) -> str:
    """What others have in common with the subject of a correction, and how many they are: 36 names with “nusra”."""
    least = "over " if more else ""
    if correction.kind in OF_ACTORS:
        return f"{least}{plural(count, 'actor')} with “{key}” in a name"
    if key == ELSEWHERE:
        return f"“{correction.surface}” at {least}{plural(count, 'other place')}"
    if key == SAME_PLACE:
        return f"{least}{plural(count, 'other name')} at this place"
    return f"{least}{plural(count, 'other sentence')} with “{key}”"


def saved_with(rows: pd.DataFrame) -> Markup:
    """The corrections that were saved together with another one, folded; nothing where there are none."""
    if rows.empty:
        return Markup()
    entries = Markup().join(entry(row) for row in rows.iloc[::-1].to_dict("records"))
    changed = int(rows["mentions"].sum())
    return Markup("<details><summary>and {} saved with it{}</summary>{}</details>").format(
        plural(len(rows), "other"), f", of {plural(changed, 'mention')}" if changed else "", entries
    )


def preview(proposed: ProposedCorrection, mentions: int, articles: int, quotes: int) -> Markup:
    """How much a correction would change; each number opens what it counts."""
    changed = _counts(proposed.changed, mentions, articles)
    if proposed.correction.kind in ("merge", "hide"):
        said = link(plural(quotes, "quote"), write_link("quotes", Filters(speakers=(proposed.correction.actor,))))
        changed += ", and their " + said if quotes else ", and no quote"
    return Markup("<p>This changes {}.</p>").format(changed)


def entry(row: Mapping[Any, Any]) -> Markup:
    """One correction: what it says, its author, its reason, what it changes, and what became of it."""
    about = [link(row["who"], None), _moment(row["saved"])]
    if row["state"] == "applied":
        listed = Filters(corrections=(row["correction_id"],))
        about.append("changes " + _counts(listed, int(row["mentions"]), int(row["articles"])))
    if text_of(row["because"]):
        about.append(_because(row))
    return Markup('<div class="dl-entry"><p>{} {}</p><p dir="auto">{}</p>{}</div>').format(
        describe(row), tag(row["state"]), row["why"], quiet(Markup(" · ").join(about))
    )


def describe(row: Mapping[Any, Any]) -> Markup:
    """What a correction says, in one line."""
    actor, into, where = _actor(row, "actor"), _actor(row, "into"), _where(row)
    match row["kind"]:
        case "merge":
            return Markup("{} is {}").format(actor, into)
        case "split":
            names = Markup(", ").join(_quoted(each) for each in row["surfaces"]) or "what is named"
            return Markup("{}{} is {}, not {}").format(names, where, into, actor)
        case "rename":
            return Markup("{} is called {}").format(actor, _quoted(row["name"]))
        case "hide":
            return Markup("{} is no actor").format(actor)
        case "not-a-place":
            return Markup("{}{} is no place").format(_placed_name(row), where)
    return Markup("{}{} is {}").format(_placed_name(row), where, _text(row["target"]))


def _placed_name(row: Mapping[Any, Any]) -> Markup:
    """The name that was placed, and where."""
    surface, place = _quoted(row["surface"]), _text(row["place"])
    return Markup("{} ({})").format(surface, place) if place else surface + ", which was on no map,"


def _where(row: Mapping[Any, Any]) -> Markup:
    """The sentence or the articles that a correction is limited to; nothing where it holds for all."""
    if text_of(row["sentence"]):
        return " in " + _quoted(row["sentence"])
    named = len(row["articles_named"])
    return Markup(" in {}").format(plural(named, "article")) if named else Markup()


def _because(row: Mapping[Any, Any]) -> Markup:
    """Who took it back, or whose correction contradicts it."""
    said = "taken back by" if row["state"] == "taken back" else "against it stands what was said by"
    why = Markup(" ({})").format(_text(row["because_why"])) if text_of(row["because_why"]) else ""
    return Markup("{} {}{} · {}").format(said, _text(row["because_who"]), why, _moment(row["because_saved"]))


def _counts(listed: Filters, mentions: int, articles: int) -> Markup:
    """Mentions and articles, each with the sentences that it counts; a zero leads nowhere."""
    return Markup(" in ").join(
        link(plural(number, noun), write_link("sentences", replace(listed, unit=unit)) if number else None)
        for number, noun, unit in ((mentions, "mention", ()), (articles, "article", ("article",)))
    )


def _actor(row: Mapping[Any, Any], name: str) -> Markup:
    """The name of an actor, which leads to its page; old ids lead to who it is now."""
    actor_id = text_of(row[f"{name}_id"])
    return link(str(row[name]), write_link("actors", Filters(actors=(actor_id,)))) if actor_id else Markup()


def _moment(moment: Any) -> str:
    return f"{day(moment)} {moment:%H:%M} UTC"


def _quoted(value: Any) -> Markup:
    return Markup("“{}”").format(_text(value))


def _text(value: Any) -> Markup:
    """The text of a cell; nothing for a null."""
    return bdi(text) if (text := text_of(value)) else Markup()
