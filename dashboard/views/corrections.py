"""The ledger: corrections as HTML, what each says, who said it, what it changes and what became of it.

All words of readers and articles are escaped in `markup`.
"""

import html
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.corrections.record import OF_ACTORS
from dashboard.filters import CHANGES, Filters, write_link
from dashboard.queries.corrections import ProposedCorrection
from dashboard.views.markup import link, tag
from dashboard.wording import day, plural

# Kind of a correction -> what a reader who makes one says is wrong.
WRONGS = dict(
    zip(
        CHANGES,
        ("Two actors are one", "One actor is two", "An actor’s name is wrong", "This is no actor", "This is no place",
         "This is another place"),
        strict=True,
    )
)  # fmt: skip
DOINGS = dict(zip(CHANGES, ("merge", "split", "rename", "hide", "not a place", "wrong place"), strict=True))


def offer(actor_id: str) -> str:
    """Links that begin each correction of an actor."""
    links = " · ".join(
        link(DOINGS[kind], write_link("review", Filters(actors=(actor_id,), change=(kind,)))) for kind in OF_ACTORS
    )
    return f'<p class="dl-quiet">Is this actor wrong? {links}</p>'


def changes(proposed: ProposedCorrection, mentions: int, articles: int, quotes: int) -> str:
    """How much a correction would change; each number opens what it counts."""
    counted = _counts(proposed.changed, mentions, articles)
    if proposed.correction.kind in ("merge", "hide"):
        said = link(plural(quotes, "quote"), write_link("quotes", Filters(speakers=(proposed.correction.actor,))))
        counted += f", and their {said}" if quotes else ", and no quote"
    return f"<p>This changes {counted}.</p>"


def entry(row: Mapping[Any, Any]) -> str:
    """One correction: what it says, its author, its reason, what it changes, and what became of it."""
    changed = _counts(Filters(corrections=(row["correction_id"],)), int(row["mentions"]), int(row["articles"]))
    effect = f" · changes {changed}" if row["state"] == "applied" else ""
    return (
        f'<div class="dl-entry"><p>{describe(row)} {tag(row["state"])}</p>'
        f'<p dir="auto">{html.escape(row["why"])}</p>'
        f'<p class="dl-quiet">{link(row["who"], None)} · {_moment(row["saved"])}{effect}{_because(row)}</p></div>'
    )


def describe(row: Mapping[Any, Any]) -> str:
    """What a correction says, in one line."""
    actor, into = (_actor(row, name) for name in ("actor", "into"))
    surface, place = f"“{_text(row['surface'])}”", _text(row["place"])
    at = f"{surface} ({place})" if place else f"{surface}, which was on no map,"
    where = _where(row)
    match row["kind"]:
        case "merge":
            return f"{actor} is {into}"
        case "split":
            names = ", ".join(f"“{_text(each)}”" for each in row["surfaces"])
            return f"{names or 'what is named'}{where} is {into}, not {actor}"
        case "rename":
            return f"{actor} is called “{_text(row['name'])}”"
        case "hide":
            return f"{actor} is no actor"
        case "not-a-place":
            return f"{at}{where} is no place"
    return f"{at}{where} is {_text(row['target'])}"


def _where(row: Mapping[Any, Any]) -> str:
    if _known(row["sentence"]):
        return f" in “{_text(row['sentence'])}”"
    return f" in {plural(len(row['articles_named']), 'article')}" if len(row["articles_named"]) else ""


def _because(row: Mapping[Any, Any]) -> str:
    """Who took it back, or whose correction stands against it."""
    if not _known(row["because"]):
        return ""
    said = "taken back by" if row["state"] == "taken back" else "against it stands what was said by"
    why = f" ({_text(row['because_why'])})" if _known(row["because_why"]) and row["because_why"] else ""
    return f" · {said} {_text(row['because_who'])}{why} · {_moment(row['because_saved'])}"


def _counts(listed: Filters, mentions: int, articles: int) -> str:
    """Mentions and articles, each with the sentences that it counts; a zero leads nowhere."""
    return " in ".join(
        link(plural(number, noun), write_link("sentences", replace(listed, unit=unit)) if number else None)
        for number, noun, unit in ((mentions, "mention", ()), (articles, "article", ("article",)))
    )


def _actor(row: Mapping[Any, Any], name: str) -> str:
    """The name of an actor, which leads to its page; old ids lead to who it is now."""
    actor_id = row[f"{name}_id"]
    if not _known(actor_id):
        return ""
    return link(str(row[name]), write_link("actors", Filters(actors=(actor_id,))))


def _moment(moment: Any) -> str:
    return f"{day(moment)} {moment:%H:%M} UTC"


def _text(value: Any) -> str:
    return f"<bdi>{html.escape(str(value))}</bdi>" if _known(value) else ""


def _known(value: Any) -> bool:
    return not pd.isna(value)
