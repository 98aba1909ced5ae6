"""Corrections: what each says, who made it, what it changes and what became of it; and links that begin one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from dashboard.corrections.record import OF_ACTORS
from dashboard.filters import CHANGES, Filters, write_link
from dashboard.queries.corrections import ProposedCorrection
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


def offer_corrections(actor_id: str) -> Markup:
    """Links that begin each kind of correction of an actor."""
    links = (
        link(SHORT_NAMES[kind], write_link("review", Filters(actors=(actor_id,), change=(kind,)))) for kind in OF_ACTORS
    )
    return quiet("Is this actor wrong? " + Markup(" · ").join(links))


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
