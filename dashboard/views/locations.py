"""Evidence: why a mention stands for this place and no other of its name, as HTML.

Nothing here is reasoned afterwards: the numbers are the contributions that the resolver added up when it ranked the
candidates, and the words are the features' labels, both as the table `candidates` has them. Limits: the best few
candidates are kept, not all; a confidence is of this name's candidates, and says nothing of a place that the gazetteer
does not have.
"""

import html
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard.countries import name_country
from dashboard.views.lists import Linker, text_of, whence
from dashboard.views.markup import Mark, highlight, link
from dashboard.wording import plural

# Points of the score. What differs by less is told apart by no one, and is listed as alike.
ALIKE = 0.005

SCALE = (
    "Points that each feature gave; the higher sum won. One point more makes a place 2.7 times as likely as the other."
)

NO_RIVAL = (
    "Nothing was weighed: the gazetteer has no other place of this name that fits the text."
    " If the place that is meant is not in the gazetteer, this one is wrong."
)


def explain(page: Linker, location_id: str, weighed: pd.DataFrame) -> str:
    """For each spelling of a place how often and how sure, then its least sure mentions with all that was weighed.

    `weighed` is what `locations.why_here` gives and is not empty; the rest of the mentions is one link away.
    """
    rows = weighed.to_dict("records")
    article = page.filters.article
    head = ""
    if article:
        everywhere = page.link("locations", why=(location_id,))
        head = f'<p class="dl-quiet">In one article only; {link("see all articles", everywhere)}.</p>'
    parts = []
    for number, (_, mentions) in enumerate(groupby(rows, key=lambda row: row["surface"])):
        parts.append(_spelling(page, location_id, list(mentions), is_first=number == 0))
    left = int(rows[0]["surfaces"]) - len(parts)
    more = ""
    if left > 0:
        all_sentences = link("all its sentences", page.link("sentences", at=(location_id,)))
        more = f'<p class="dl-quiet">{plural(left, "more spelling")}, each surer than these: {all_sentences}.</p>'
    return f'{head}<p class="dl-quiet">The least sure first. {SCALE}</p>{"".join(parts)}{more}'


def _spelling(page: Linker, location_id: str, rows: Sequence[Mapping[Any, Any]], *, is_first: bool) -> str:
    """A name as written: its mentions and their confidence, then some of them."""
    first = rows[0]
    count = plural(int(first["mentions"]), "mention")
    if not page.filters.article:  # the list of sentences knows no single article
        count = link(count, page.link("sentences", at=(location_id,), written=(first["surface"],)))
    least, most = _confidence(first["least"]), _confidence(first["most"])
    sure = least if least == most else f"{least} to {most}"
    rivalled = f"confidence {sure}" if any(_listed(row["others"]) for row in rows) else "no rival"
    head = f"<h4>“{link(first['surface'], None)}”</h4><p>{count} · {rivalled}</p>"
    shown = (_mention(page, row, is_open=is_first and number == 0) for number, row in enumerate(rows))
    return f'<div class="dl-why">{head}{"".join(shown)}</div>'


def _mention(page: Linker, row: Mapping[Any, Any], *, is_open: bool) -> str:
    """The sentence, the article, and the candidates."""
    said = highlight(row["text"], [Mark(row["start"], row["end"], "hit")])
    head = f'<p dir="auto">{said}</p><p class="dl-quiet">{whence(page, row)}</p>'
    return f'<div class="dl-item">{head}{_weighed(row, is_open=is_open)}</div>'


def _weighed(row: Mapping[Any, Any], *, is_open: bool) -> str:
    """The winner and its runner-ups, and the features of the first two."""
    winner, others = row["winner"], _listed(row["others"])
    if not isinstance(winner, Mapping):
        return "<p>No evidence is kept for this mention.</p>"
    if not others:
        return f'<p class="dl-here">{_describe(winner)}</p><p>{NO_RIVAL}</p>'
    sure = f"confidence {_confidence(row['confidence'])} · score {winner['score']:.2f}"
    chosen = f'<p><span class="dl-here">{_describe(winner)}</span> · {sure}</p>'
    items = "".join(
        f"<li>{_describe(each)} · {each['km']:,.0f} km away · score {each['score']:.2f}</li>" for each in others
    )
    opened = " open" if is_open else ""
    return (
        f'{chosen}<p class="dl-quiet">Weighed against</p><ol class="dl-rivals">{items}</ol>'
        f"<details{opened}><summary>What decided against the first of them</summary>"
        f"{_features(winner, others[0])}</details>"
    )


def _features(winner: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The contributions of both side by side, what decided most on top."""
    ours, theirs = _contributions(winner), _contributions(other)
    differences = {feature: ours.get(feature, 0.0) - theirs.get(feature, 0.0) for feature in {**ours, **theirs}}
    decided = sorted(
        (feature for feature, by in differences.items() if abs(by) >= ALIKE),
        key=lambda feature: (-abs(differences[feature]), feature),
    )
    rows = [(each, ours.get(each, 0.0), theirs.get(each, 0.0), differences[each]) for each in decided]
    rows.append(("Score", winner["score"], other["score"], winner["score"] - other["score"]))
    body = "".join(
        f'<tr><td class="">{html.escape(label)}</td>{"".join(_points(number) for number in numbers)}</tr>'
        for label, *numbers in rows
    )
    names = "".join(f'<th scope="col" class="n">{text}</th>' for text in ("This place", "The other", "Difference"))
    alike = [feature for feature in differences if feature not in decided]
    same = f'<p class="dl-quiet">Alike for both: {html.escape("; ".join(alike))}.</p>' if alike else ""
    return (
        f'<div class="dl-wide"><table class="dl-table"><thead><tr><th scope="col">Feature</th>{names}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{same}"
    )


def _points(number: float) -> str:
    return f'<td class="n p">{number:+.2f}</td>'


def _contributions(candidate: Mapping[str, Any]) -> dict[str, float]:
    return {each["feature"]: each["value"] for each in _listed(candidate["evidence"])}


def _describe(candidate: Mapping[str, Any]) -> str:
    """Name, region, country and kind, as the gazetteer has them."""
    parts = [candidate["name"], candidate["admin1"], name_country(candidate["country_code"])]
    known = [part for part in parts if text_of(part)]
    return link(", ".join(dict.fromkeys(known)), None)


def _confidence(value: Any) -> str:
    """Two digits; 1.00 is kept for what is certain, and nothing is."""
    if pd.isna(value):
        return "unknown"
    return "over 0.99" if value > 0.99 else f"{value:.2f}"


def _listed(values: Any) -> list[Any]:
    """A list as DuckDB gives it: an array, or None."""
    return [] if values is None or isinstance(values, float) else list(values)
