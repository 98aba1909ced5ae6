"""Stories: the list, and one story: who had it first, whose words the others have, which agency stands behind it, and
how its quotes changed from article to article."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import write_link
from dashboard.views.links import Page, sortable
from dashboard.views.markup import Column, Mark, bdi, highlight, link, link_list, quiet, tag
from dashboard.wording import direction, later, listed, moment, plural, text_of
from dashboard.words.differences import find_changed_words

# Steps of a branch that are set further in; from there on its articles stand below one another, or a phone has no room.
DEEPEST = 4

# How an article credits the outlet whose words it has, and how it credits the agency of its story.
CREDITS = {
    "none": "does not credit it", "own": "is of the same outlet", "named": "names it",
    "told": "quotes what it was told", "agency": "credits it",
}  # fmt: skip
WIRED = {
    "none": "no credit", "named": "names it", "told": "quotes what it was told", "credited": "credits it",
    "itself": "is its own",
}  # fmt: skip

# How articles credit the agency of their story -> the sentence that names their outlets.
BEHIND = {
    "itself": Markup("Its own report: {}."), "credited": Markup("Credited by {}."),
    "told": Markup("What it was told is quoted by {}."), "named": Markup("Named by {}."),
    "none": Markup("Not credited by {}."),
}  # fmt: skip

# What is other in a quote than in the article before; other words are marked in the text.
CHANGES = {
    "unattributed": "no source here", "unnamed": "source without its name", "untold": "who was told is left out",
    "attributed": "source added", "named": "source now named", "direct": "now between quotation marks",
    "indirect": "no longer between quotation marks",
}  # fmt: skip

EXPLAINED = (
    "Who had it first in these tables, and for every other article the earlier one with which it shares most words; one"
    " whose outlet it credits comes before others. Both may have their words from a third that is not in these tables."
)
DRIFT_EXPLAINED = (
    "Quotes that two articles or more have, with the words that are other than in the article before. First those whose"
    " source was dropped, then those whose source lost its name, then other changes."
)


def columns(page: Page) -> list[Column]:
    """First day, title (opens the story), first outlet, articles, outlets, agency, and what the copies changed."""
    published, source, copies = sortable(page, "stories", [
        Column("published", "First", "day"), Column("source", "First outlet"),
        Column("copies", "Articles", "count", lambda row: _list_articles(page, row["story_id"])),
    ], "-published")  # fmt: skip
    return [
        published, Column("title", "Title", href=lambda row: _open_story(page, row["story_id"])), source, copies,
        Column("outlets", "Outlets", "number"), Column("agency", "Agency behind it"),
        Column("changes", "Sentences that the copies"),
        Column("lost", "Sources dropped", "number", lambda row: _open_story(page, row["story_id"])),
    ]  # fmt: skip


def describe_stories(stories: pd.DataFrame) -> pd.DataFrame:
    """The stories with the columns agency, changes, and lost: sources that are gone or lost their name."""
    rows = stories.to_dict("records")
    agency = [
        f"{row['wire']}, credited by {row['credited']} of {row['copies']}" if text_of(row["wire"]) else ""
        for row in rows
    ]
    return stories.assign(
        agency=pd.Series(agency, stories.index, dtype="str"),
        changes=pd.Series([_say_changes(row) for row in rows], stories.index, dtype="str"),
        lost=stories["unattributed"] + stories["unnamed"],
    )


def story_heading(page: Page, lineage: pd.DataFrame) -> Markup:
    """The way back to the list; the title, who had the story first and whether that is known, and what carries it."""
    first = lineage.iloc[0]
    title = link(text_of(first["title"]) or first["article_id"], page.link("articles", article=first["article_id"]))
    every = link(plural(len(lineage), "article"), _list_articles(page, first["story_id"]))
    outlets = plural(max(1, lineage["source"].nunique()), "outlet")
    back = link("All stories that the filters leave", page.link("stories"))
    return quiet(back) + Markup('<h2 class="dl-name">{}</h2>').format(title) + quiet(
        Markup("{} of {}. {}").format(every, outlets, _say_first(lineage))
    )  # fmt: skip


def wire(lineage: pd.DataFrame) -> Markup:
    """The agency behind the story, and which outlets credit it, quote what it was told, or do neither."""
    name = text_of(lineage["wire"].iloc[0])
    if not name:
        return quiet("No article of this story credits a news agency.")
    by: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in lineage.to_dict("records"):
        by[row["wired"]][_name_outlet(row)] = None
    sentences = (say.format(link_list([bdi(each) for each in by[how]])) for how, say in BEHIND.items() if how in by)
    return Markup("<p>Agency behind it: <b>{}</b>. {}</p>").format(bdi(name), Markup(" ").join(sentences))


def tree(page: Page, lineage: pd.DataFrame) -> Markup:
    """The articles as a tree: below each those that have its words, in the order of time."""
    rows = lineage.to_dict("records")
    shown = {row["article_id"] for row in rows}
    below: defaultdict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in rows:
        source = text_of(row["from_id"])
        below[source if source in shown else ""].append(row)
    return Markup('<ol class="dl-tree" aria-label="{}">{}</ol>').format(
        "Who had the story first, and below each article those that have its words",
        Markup().join(_branch(page, below, below[""], 0)),
    )


def lineage_columns(page: Page) -> list[Column]:
    """When, which outlet and title, whose words it has and how much of them, sentences that differ, and credit."""

    def compare(row: Mapping[Any, Any]) -> str | None:
        return _compare(page, row) if text_of(row["from_id"]) else None

    return [
        Column("when", "Published", "word"),
        Column("outlet", "Outlet", href=lambda row: page.link("articles", article=row["article_id"])),
        Column("from_outlet", "Words from", href=compare), Column("later", "Later", "word"),
        Column("of_its", "Of its words", "share"), Column("of_that", "Kept of that one", "share"),
        Column("added", "Sentences added", "number", compare), Column("dropped", "Dropped", "number", compare),
        Column("reworded", "Reworded", "number", compare), Column("credits", "Credit"),
        Column("lost", "Sources dropped", "number", compare),
    ]  # fmt: skip


def describe_lineage(lineage: pd.DataFrame) -> pd.DataFrame:
    """The articles with the columns of their table."""
    rows = lineage.to_dict("records")
    copies = [bool(text_of(row["from_id"])) for row in rows]
    said: dict[str, list[str]] = {
        "when": [_say_moment(row["published"]) for row in rows],
        "outlet": [_name_outlet(row) for row in rows],
        "from_outlet": [_name_outlet(row, "from_") if copy else "" for row, copy in zip(rows, copies, strict=True)],
        "later": [_say_later(row) for row in rows],
        "of_its": [_say_share(row["taken"]) for row in rows],
        "of_that": [_say_share(row["kept"]) for row in rows],
        "credits": [_say_credit(row) for row in rows],
    }
    return lineage.assign(
        **{name: pd.Series(values, lineage.index, dtype="str") for name, values in said.items()},
        lost=lineage["unattributed"] + lineage["unnamed"],
    )


def drift(page: Page, sayings: pd.DataFrame) -> Markup:
    """Each saying in the words of each article that has it, with what is other than in the article before."""
    groups = sayings.groupby("saying", sort=False)
    return Markup().join(_saying(page, rows.to_dict("records")) for _, rows in groups)


def _open_story(page: Page, story_id: str) -> str:
    return page.link("stories", story=story_id)


def _list_articles(page: Page, story_id: str) -> str:
    """Address of all articles of a story that are counted: whatever the filters select, without what they leave out."""
    return write_link("articles", replace(page.filters.only_exclusions(), story=story_id))


def _compare(page: Page, row: Mapping[Any, Any]) -> str:
    return page.link("articles", article=row["article_id"], compare=row["from_id"])


def _name_outlet(row: Mapping[Any, Any], prefix: str = "") -> str:
    return text_of(row[f"{prefix}source"]) or "no outlet"


def _say_changes(row: Mapping[Any, Any]) -> str:
    said = (("added", "add"), ("dropped", "drop"), ("reworded", "reword"))
    return ", ".join(f"{verb} {row[name]:,}" for name, verb in said if row[name]) or "leave as they are"


def _say_first(lineage: pd.DataFrame) -> Markup:
    first, published = lineage.iloc[0], lineage["published"]
    name = bdi(_name_outlet(lineage.iloc[0].to_dict()))
    if published.isna().any():
        some = plural(int(published.isna().sum()), "article")
        if pd.isna(first["published"]):
            return Markup("None has a date: who had it first is not known.")
        return Markup("First dated: {}, {}; {} without a date, which may be older.").format(
            name, moment(first["published"]), some
        )
    same = int((published == first["published"]).sum())
    if same > 1:
        return Markup("{} articles are of {}, with no time between them: which of them was first is not known.").format(
            same, moment(first["published"])
        )
    return Markup("First: {}, {}; the last came {}.").format(
        name, moment(first["published"]), later(first["published"], published.max())
    )


def _say_moment(published: Any) -> str:
    return "no date" if pd.isna(published) else moment(published)


def _say_later(row: Mapping[Any, Any]) -> str:
    if not text_of(row["from_id"]):
        return ""
    if pd.isna(row["published"]) or pd.isna(row["from_published"]):
        return "not known"
    return later(row["from_published"], row["published"])


def _say_share(share: float) -> str:
    return "" if pd.isna(share) else f"{share:.0%}".replace("%", "\u00a0%")


def _say_credit(row: Mapping[Any, Any]) -> str:
    """How an article credits the outlet whose words it has, and the agency, where they are two."""
    said = [f"{_name_outlet(row, 'from_')}: {CREDITS[row['credit']]}"] if text_of(row["from_id"]) else []
    if text_of(row["wire"]):
        said.append(f"{row['wire']}: {WIRED[row['wired']]}")
    return "; ".join(said)


def _branch(
    page: Page, below: Mapping[str, Sequence[Mapping[Any, Any]]], rows: Iterable[Mapping[Any, Any]], depth: int
) -> Iterator[Markup]:
    """The items of these articles; those of their copies are set further in, down to the deepest step."""
    for row in rows:
        copies = list(_branch(page, below, below.get(row["article_id"], ()), depth + 1))
        inner = Markup().join(copies)
        if copies and depth < DEEPEST:
            yield Markup("<li>{}<ol>{}</ol></li>").format(_leaf(page, row), inner)
        else:
            yield Markup("<li>{}</li>{}").format(_leaf(page, row), inner)


def _leaf(page: Page, row: Mapping[Any, Any]) -> Markup:
    """Outlet and title of an article, how much later it came, and how much of whose words it has."""
    title = link(text_of(row["title"]) or row["article_id"], page.link("articles", article=row["article_id"]))
    parts = [Markup("<b>{}</b> {}").format(bdi(_name_outlet(row)), title)]
    if text_of(row["from_id"]):
        share = _say_share(row["taken"])
        bar = Markup('<span class="dl-share" role="img" aria-label="{}"><i style="width: {}%"></i></span>').format(
            f"{share} of its words", round(row["taken"] * 100)
        )
        words = link(f"{share} of its words from {_name_outlet(row, 'from_')}", _compare(page, row))
        parts.append(Markup('<span class="dl-quiet">{} {}, {}</span>').format(bar, words, _say_later(row)))
    else:
        parts.append(Markup('<span class="dl-quiet">{}</span>').format(_say_moment(row["published"])))
    parts += [tag(each) for each in _list_losses(row)]
    return Markup('<div class="dl-leaf">{}</div>').format(Markup(" ").join(parts))


def _list_losses(row: Mapping[Any, Any]) -> Iterator[str]:
    if row["unattributed"]:
        yield f"{plural(int(row['unattributed']), 'source')} dropped"
    if row["unnamed"]:
        yield f"{plural(int(row['unnamed']), 'name')} of sources dropped"
    if text_of(row["wire"]) and row["wired"] == "none":
        yield f"no credit to {row['wire']}"


def _saying(page: Page, rows: Sequence[Mapping[Any, Any]]) -> Markup:
    texts = {row["article_id"]: text_of(row["text"]) for row in rows}
    return Markup('<div class="dl-item dl-saying">{}</div>').format(
        Markup().join(_wording(page, row, texts.get(text_of(row["compared_id"]))) for row in rows)
    )


def _wording(page: Page, row: Mapping[Any, Any], before: str | None) -> Markup:
    """Outlet, source and words of a saying in one article; words that the article before has, too, are not repeated."""
    text, href = text_of(row["text"]), page.link("articles", article=row["article_id"], sentence=int(row["sentence"]))
    changes = row["changes"] if text_of(row["quote_id"]) else ["unattributed"]
    tags = [tag(CHANGES[each]) for each in changes if each in CHANGES]
    if row["outside"]:
        tags.append(tag("another story", "an article that is no copy of this story, and prints the same quotation"))
    words = Markup('<span class="dl-quiet">in the same words</span>')
    if before is None or "reworded" in row["changes"] or not text_of(row["quote_id"]):
        spans = find_changed_words(text, before) if before is not None else []
        marks = [Mark(start, end, "differs", "other words than in the article before") for start, end in spans]
        words = Markup('<span class="dl-said" dir="{}">{}</span>').format(direction(text), highlight(text, marks))
    when = Markup('<span class="dl-quiet">{}</span>').format(_say_moment(row["published"]))
    return Markup('<p class="dl-wording"><b>{}</b> {} {} {}<br>{}</p>').format(
        link(_name_outlet(row), href), when, _name_speaker(page, row), Markup(" ").join(tags), words
    )


def _name_speaker(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The source as the article names it, and whom it was told to."""
    if not text_of(row["quote_id"]):
        return Markup()
    name = text_of(row["speaker"]) or listed(row["actors"]) or "no source found"
    shown = link(name, page.link("actors", actors=(row["actor_ids"][0],))) if len(row["actor_ids"]) else bdi(name)
    via = Markup(", told to {}").format(bdi(row["via"])) if text_of(row["via"]) else ""
    return Markup("{}{} ({})").format(shown, via, row["sourcing"])
