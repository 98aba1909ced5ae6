"""Mentions: the sentences behind a number, each with its mention marked."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import Filters, write_link
from dashboard.views.evidence import sentence_ref, take
from dashboard.views.links import Page, link_article
from dashboard.views.markup import Mark, highlight, link
from dashboard.views.receipts import RECEIPT, sentence_forms
from dashboard.wording import direction, text_of


def sentences(page: Page, rows: pd.DataFrame, *, correctable: bool = True) -> Markup:
    """Each sentence with its mention marked, its article, and links to check and to correct what was made of it,
    and its receipt."""
    return Markup().join(_sentence(page, row, correctable=correctable) for row in rows.to_dict("records"))


def _sentence(page: Page, row: Mapping[Any, Any], *, correctable: bool) -> Markup:
    mark = Mark(row["start"], row["end"], "hit", text_of(row["actor"]) or text_of(row["place"]))
    others = [] if row["others"] is None else [Mark(int(start), int(end), "actor") for start, end in row["others"]]
    correct = [link("correct", _correct(page, row))] if correctable and page.may_correct else []
    links = [link_article(page, row), *correct]
    links.append(take(page, sentence_ref(row["article_id"], int(row["sentence"]))))
    if place := text_of(row["placed_id"]):
        links.insert(1, link("why here", page.link("locations", why=(place,), article=row["article_id"])))
    links.append(RECEIPT)
    forms = sentence_forms(page, row["article_id"], int(row["sentence"]), row["text"])
    return Markup('<div class="dl-item"><p dir="{}">{}</p><p class="dl-quiet">{}</p>{}</div>').format(
        direction(row["text"]), highlight(row["text"], [mark, *others]), Markup(" · ").join(links), forms
    )


def _correct(page: Page, row: Mapping[Any, Any]) -> str:
    """Address where a reader says that this mention is of another place, or of another actor."""
    if text_of(row["actor_id"]) and not text_of(row["placed_id"]):
        said = Filters(actors=(row["actor_id"],), written=(row["surface"],), change=("split",), back=page.here)
    else:
        said = Filters(mentions=(row["mention"],), change=("wrong-place",), back=page.here)
    return write_link("review", said)
