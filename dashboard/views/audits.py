"""Audits: the question about one finding, blind; and what came of it when all were judged.

What a judge sees while judging says neither how sure Dateline is, nor which stratum an item is of, nor what others say.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dashboard.countries import name_country
from dashboard.filters import Filters, write_link
from dashboard.judgements.agreement import Agreement
from dashboard.judgements.audit import Audit
from dashboard.judgements.estimate import DIFFER, Estimate, decide, estimate
from dashboard.judgements.record import KINDS, WRONG, Item
from dashboard.views.links import Page
from dashboard.views.locations import name_feature
from dashboard.views.markup import Column, Mark, bdi, highlight, link, link_list, quiet
from dashboard.wording import direction, listed, plural

# Kind -> what its items are called, one of them, and what is judged of them.
CALLED = {
    "pins": ("Pins", "pin"), "actors": ("Actors", "actor"), "quotes": ("Quotes", "quote"),
    "claims": ("Claims", "claim"), "movements": ("Movements", "movement"),
}  # fmt: skip
# Kind -> what its items are drawn from.
DRAWN = {
    "pins": "mentions on the map, outlined ones included", "actors": "mentions of actors",
    "quotes": "quotes with a speaker", "claims": "claims", "movements": "movements",
}  # fmt: skip
JUDGED = {
    "pins": "Pins: does a name mean the place where the map has it?",
    "actors": "Actors: does a name mean the actor for whom it is counted?",
    "quotes": "Quotes: did the speaker say it?",
    "claims": "Claims: is that what is said, of that place, by that source?",
    "movements": "Movements: does it go from there to there?",
}

# When an answer is right, by the kind, and of pins by their sense.
RULES = {
    "place": "Right if the words name this place, be it inside a phrase such as “the road to Homs”. Wrong if they name "
             "another place, a person or a thing, or stand only for a government, an army or a people. Where both "
             "readings are possible: right.",
    "actor": "Right if the words stand for those who govern, fight for or live in this place. Wrong if they mean the "
             "place as a place, or another one. Where both readings are possible: right.",
    "actors": "Right if the words name this actor, and it is of that kind. Wrong if they name another one or none, or "
              "are cut in the wrong place.",
    "quotes": "Right if the article says that this source said, or denied, the marked words or what they report. Wrong "
              "if somebody else says them, or nobody does (“they cannot say that …”). A word too many or too few is no "
              "fault, nor is it if others say it, too.",
    "claims": "Right if the words claim just that: the figure or who has the place, where, and on whose word. Wrong if "
              "one of these is another. A place that is missing is no fault, nor is one around it that the text names.",
    "movements": "Right if the text tells of this movement, from and to these places, and says as much of whether it "
                 "happened. Wrong if one of these is another. An end that is missing is no fault.",
}  # fmt: skip

# Characters that are shown of an article before and after the sentences with the words; the rest is folded.
BESIDE = 240

HOW = (
    "The findings were drawn at equal steps from a random start, apart for those of high, middle and low confidence,"
    " and each counts for as many findings as it stands for. The range is Wilson’s 95 % interval: about 95 of 100"
    " audits like this one have the true share in theirs."
)
WHAT_COUNTS = (
    "“Cannot tell” is left out. Where people differ, an item counts as half right until it is settled."
)  # fmt: skip


def question(item: Item) -> Markup:
    """The finding as a plain question, with what is known of the place below it."""
    return Markup('<h3 class="dl-question">{}</h3>{}').format(
        _ask(item), quiet(about) if (about := _about(item)) else ""
    )


def passage(item: Item) -> Markup:
    """The words in their sentences, with what stands around them; the rest of what is kept is folded."""
    text, low, high = item.text, max(0, item.first - BESIDE), min(len(item.text), item.last + BESIDE)
    low = 0 if low == 0 else text.find(" ", low, item.first) + 1 or low
    high = high if high == len(text) else max(text.rfind(" ", item.last, high), item.last)
    shown = _marked(item, item.first, item.last)
    before, after = text[low : item.first], text[item.last : high]
    folded = Markup()
    if low > 0 or high < len(text):
        folded = Markup('<details><summary>More of the article</summary><p class="dl-rest" dir="{}">{}</p></details>')
        folded = folded.format(direction(text), _marked(item, 0, len(text)))
    source = " · ".join(part for part in (item.title, item.source, item.day or "no date") if part)
    return Markup(
        '<div class="dl-passage"><p class="dl-said" dir="{}"><span class="dl-rest">{}{}</span>{}'
        '<span class="dl-rest">{}{}</span></p>'
        '<p class="dl-quiet">{}</p>{}</div>'
    ).format(
        direction(text), "… " if low else "", before, shown, after, " …" if high < len(text) else "",
        bdi(source), folded,
    )  # fmt: skip


def rule(item: Item) -> Markup:
    """When an answer is right."""
    key = item.found.sense if item.kind == "pins" else item.kind
    return quiet(RULES.get(key, RULES["place"]))


def judged(item: Item, verdict: str, correct: str) -> Markup:
    """What was just said of an item, and where it is put right."""
    fix = Markup(" · {}").format(link("correct it", correct)) if correct and verdict == WRONG else Markup()
    return Markup('<p class="dl-quiet">Saved: “{}” is judged <strong>{}</strong>{}</p>').format(
        bdi(_short(item.words)), verdict, fix
    )


def correct_address(item: Item, back: str) -> str:
    """The address where what is wrong with an item is put right, and which leads back; "" where nothing can be."""
    if item.kind == "pins":
        return write_link("review", Filters(
            mentions=(f"{item.article_id}@{item.start}",), change=("wrong-place",), back=back
        ))  # fmt: skip
    if item.kind not in ("actors", "quotes") or not item.found.ids:
        return ""
    if item.kind == "actors":
        said = Filters(actors=item.found.ids, written=(item.words,), change=("split",), back=back)
    else:
        said = Filters(actors=item.found.ids[:1], inside=(item.article_id,), change=("split",), back=back)
    return write_link("review", said)


def audit_columns(page: Page) -> list[Column]:
    """The columns of the list of audits; the day opens the audit."""
    return [
        Column("begun", "Begun", "day", lambda row: page.link("audit", audit=row["id"])), Column("who", "By"),
        Column("kinds", "What"), Column("items", "Items", "count"), Column("judged", "Judged"),
        Column("tables", "Tables of", "word"), Column("filters", "Articles"),
    ]  # fmt: skip


def describe_design(audit: Audit) -> Markup:
    """What was drawn, of what, by whom and when, in one sentence."""
    design = audit.design
    drawn = listed([
        f"{sum(item.kind == kind for item in audit.items.values())} of "
        f"{sum(each.findings for each in design.strata if each.kind == kind):,} {DRAWN[kind]}"
        for kind in design.kinds
    ])  # fmt: skip
    return Markup("<p>{}, drawn by {} on {} from {} of the tables of {}.</p>").format(
        drawn, bdi(design.who), design.when[:10], _scope(audit), design.tables_made[:10]
    )


def progress(audit: Audit) -> Markup:
    """Who judged how many; no verdict."""
    whole = len(audit.items)
    said = [f"{judge} judged {len(own):,} of {whole:,}" for judge, own in audit.verdicts.items()]
    return (
        quiet(Markup("{}.").format(Markup(", ").join(bdi(each) for each in said)))
        if said
        else quiet("Nobody has judged anything yet.")
    )


def result(audit: Audit) -> Markup:
    """How much of each kind is right, and how that was reckoned."""
    lines = [
        Markup("<p><strong>{}: {}</strong>{}</p>").format(CALLED[kind][0], _share(each), _left_out(each))
        for kind in audit.design.kinds
        for each in [estimate(audit, kind)]
    ]
    return Markup('<div class="dl-entry">{}</div>{}{}').format(Markup().join(lines), quiet(HOW), quiet(WHAT_COUNTS))


def agreement(found: Agreement) -> Markup:
    """How far two judges say the same, in words."""
    first, second = (bdi(each) for each in found.judges)
    if not found.items:
        return Markup("<p>{} and {} could both tell none of the items.</p>").format(first, second)
    kappa = (
        "Cohen’s kappa has no value, since both call all of them the same"
        if found.kappa is None else f"Cohen’s kappa {found.kappa:.2f}: 1 is full agreement, 0 what chance would give"
    )  # fmt: skip
    return Markup("<p>{} and {} say the same of {:,} of the {} that both could tell. {}.</p>").format(
        first, second, found.same, plural(found.items, "item"), kappa
    )


def outcomes(page: Page, audit: Audit, numbers: Iterable[int], *, settles: bool) -> Markup:
    """Items with what each judge said of them: the question, the words in their sentence, the verdicts, links."""
    return Markup().join(_outcome(page, audit, audit.items[number], settles=settles) for number in numbers)


def find_differing(audit: Audit) -> list[int]:
    """The items on which the judges differ, and that nobody settled."""
    return [number for number in sorted(audit.items) if decide(audit, number) == DIFFER]


def find_wrong(audit: Audit) -> list[int]:
    """The items that are wrong."""
    return [number for number in sorted(audit.items) if decide(audit, number) == WRONG]


def verdicts(audit: Audit, number: int) -> Markup:
    """What each judge said of an item, with their notes."""
    said = [own[number] for own in audit.verdicts.values() if number in own]
    said += [audit.settled[number]] if number in audit.settled else []
    return link_list([
        Markup("{}{}: {}{}").format(
            bdi(each.judge), " (settled)" if each.settles else "", each.verdict,
            Markup(" (“{}”)").format(bdi(each.note)) if each.note else "",
        )
        for each in said
    ])  # fmt: skip


def checked_by_hand(page: Page, audits: Sequence[Audit], set_id: str, corrections: int) -> Markup:
    """For About: how much of each kind is right by the newest audit that somebody finished; nothing without one.

    `corrections` are applied to the set with this id, which is shown now.
    """
    found: dict[str, tuple[Audit, list[Estimate]]] = {}
    for kind in KINDS:
        for audit in audits:
            each = estimate(audit, kind) if kind in audit.design.kinds and audit.finished else None
            if each and each.share is not None:
                found.setdefault(audit.design.id, (audit, []))[1].append(each)
                break
    lines = [_checked(page, audit, estimates, set_id, corrections) for audit, estimates in found.values()]
    return Markup().join(lines) + quiet(HOW) if lines else Markup()


def unchecked(page: Page, audits: Sequence[Audit]) -> Markup:
    """For About: that nobody judged a whole sample of these articles by hand, and a way to."""
    if any(audit.judgements for audit in audits):
        return Markup("<p>An audit by hand was begun, and nobody has finished it: {}.</p>").format(
            link("go on with it", page.link("audit"))
        )
    return Markup("<p>Nobody has checked by hand yet how much of it is right on these articles: {}.</p>").format(
        link("begin an audit", page.link("audit"))
    )


def _checked(page: Page, audit: Audit, found: Sequence[Estimate], set_id: str, corrections: int) -> Markup:
    judges, last = len(audit.finished), max(each.when for each in audit.judgements)[:10]
    people = "one person" if judges == 1 else f"{judges} people"
    is_old = audit.design.set != set_id
    since = corrections - audit.design.corrections
    other = f" It was of the tables of {audit.design.tables_made[:10]}; they were made anew since." if is_old else ""
    other += f" Corrections saved since: {since:,}." if since > 0 else ""
    shares = Markup().join(
        Markup("<li><strong>{}</strong>{}</li>").format(_share(each, CALLED[each.kind][1]), _left_out(each))
        for each in found
    )
    return Markup("<p>{}</p><ul>{}</ul><p>Drawn from {} and judged by {}, last on {}: {}.{}</p>").format(
        "Checked by hand on earlier articles:" if is_old else "Checked by hand on these articles:", shares,
        _scope(audit), people, last, link("the audit", page.link("audit", audit=audit.design.id)), other,
    )  # fmt: skip


def _scope(audit: Audit) -> Markup:
    """The articles of an audit: all, or those that its filters left."""
    design = audit.design
    number = plural(design.articles, "article")
    if not design.filters_in_words:
        return Markup("all {}").format(number) if design.articles != 1 else Markup("1 article")
    return Markup("the {} with {}").format(number, bdi("; ".join(design.filters_in_words)))


def _share(found: Estimate, noun: str = "") -> str:
    """“46 of 50 pins right: 92 % (81–97)”."""
    of = f"{found.right} of {plural(found.decided, noun) if noun else found.decided} right"
    if found.share is None:
        return "nobody could tell"
    return f"{of}: {100 * found.share:.0f} % ({100 * found.low:.0f}–{100 * found.high:.0f})"


def _left_out(found: Estimate) -> str:
    said = [f"of {found.untold} nobody could tell"] if found.untold else []
    said += [f"on {found.differ} people differ"] if found.differ else []
    return f"; {listed(said)}" if said else ""


def _outcome(page: Page, audit: Audit, item: Item, *, settles: bool) -> Markup:
    settle = [link("settle it", page.link("audit", audit=audit.design.id, item=item.number))] if settles else []
    address = correct_address(item, page.here) if page.may_correct else ""
    fix = [link("correct it", address)] if address and not settles else []
    read = link("read the article", page.link("articles", article=item.article_id, sentence=item.sentence))
    return Markup(
        '<div class="dl-item"><p><strong>{}</strong></p><p dir="{}">{}</p><p class="dl-quiet">{}</p></div>'
    ).format(
        _ask(item), direction(item.text), _marked(item, item.first, item.last),
        Markup(" · ").join([verdicts(audit, item.number), *settle, *fix, read]),
    )  # fmt: skip


def _ask(item: Item) -> Markup:
    """The question: “Does “Homs” here mean the place Homs, Syria?”"""
    found, words = item.found, bdi(_short(item.words))
    if item.kind == "pins":
        place = bdi(_place(item))
        if found.sense == "actor":
            return Markup("Does “{}” here stand for a government, an army or the people of {}?").format(words, place)
        return Markup("Does “{}” here mean the place {}?").format(words, place)
    if item.kind == "actors":
        kind = "" if found.label in ("", "other") else f" ({found.label})"
        return Markup("Is “{}” here {}{}?").format(words, bdi(listed(found.names)), kind)
    if item.kind == "claims":
        where = Markup(" in {}").format(bdi(found.names[0])) if found.names else Markup()
        return Markup("Does {} say this{}: {}?").format(bdi(found.speaker), where, bdi(found.label))
    if item.kind == "movements":
        ends = [bdi(each) if each else Markup("…") for each in found.names]
        return Markup("Is this a {}, {}: {}{} → {}?").format(
            found.label, found.sense, bdi(f"{found.speaker}, ") if found.speaker else Markup(), *ends
        )
    who = bdi(listed(found.names)) if found.names else Markup("“{}”").format(bdi(found.speaker))
    written = Markup(", here “{}”,").format(bdi(found.speaker)) if found.names and (
        found.speaker not in ("", listed(found.names))
    ) else Markup()  # fmt: skip
    return Markup("Did {}{} say this?").format(who, written)


def _place(item: Item) -> str:
    """Name and country of a place, each once."""
    return ", ".join(dict.fromkeys(part for part in (*item.found.names, name_country(item.found.country_code)) if part))


def _about(item: Item) -> str:
    """What a place is and where; nothing of actors and quotes."""
    found = item.found
    if item.kind != "pins" or found.latitude is None or found.longitude is None:
        return ""
    north, east = "N" if found.latitude >= 0 else "S", "E" if found.longitude >= 0 else "W"
    inside = found.region if found.region not in found.names else ""
    where = ", ".join(dict.fromkeys(part for part in (inside, name_country(found.country_code)) if part))
    point = f"{abs(found.latitude):.2f}° {north}, {abs(found.longitude):.2f}° {east}"
    return " · ".join(part for part in (name_feature(found.label), where, point) if part)


def _marked(item: Item, low: int, high: int) -> Markup:
    """A part of the text with the words, and who says them, marked."""
    spans = [*((span, "hit", "the words in question") for span in item.spans),
             *((span, "speaker", "the speaker") for span in item.said_by)]  # fmt: skip
    marks = [
        Mark(start, end, css, title).within(low, high)
        for (start, end), css, title in spans if start < high and end > low
    ]  # fmt: skip
    return highlight(item.text[low:high], marks)


def _short(words: str) -> str:
    """The words, or the beginning of many."""
    return words if len(words) <= 80 else f"{words[:80].rpartition(' ')[0] or words[:80]} …"
