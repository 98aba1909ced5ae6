"""Columns: type and meaning of each column of the frames that pages show, for files that hold types and for their
readers.

Most have one meaning wherever they stand. Where a frame has another for it, that stands under the name of the frame.
"""

import pyarrow as pa

from dashboard.tables.contract import FLOAT, INTEGER, MOMENT, SOURCINGS, STRING, Column

DAY = pa.date32()
STRINGS = pa.list_(STRING)
YES = pa.bool_()


def _declare(type_: pa.DataType, **meanings: str) -> dict[str, Column]:
    return {name: Column(name, type_, meaning, null=True) for name, meaning in meanings.items()}


# Column, or frame.column -> what it is.
COLUMNS: dict[str, Column] = {
    **_declare(
        STRING,
        actor="name of the actor", actor_id="id of the actor, as in links", admin1="region of the place",
        article_id="id of the article, as in links", because="the later correction that took the place of this one",
        because_who="who saved that one", because_why="the reason that was given for it", batch="corrections saved "
        "at once share it", context="the sentences that hold quote, speaker and cue", correction_id="id of the "
        "correction", country_code="ISO 3166-1 alpha-2", cue="the word that reports the speech, such as “said”",
        group="what the row is of: corpus, actors, locations, speakers", id="id of the actor or place, as in links",
        feature="class of the place: city, country, region …", gazetteer_name="name of the place in the gazetteer",
        into="name of the actor that it is now", into_id="id of that actor", kind="kind of actor, of quote, of dispute "
        "or of correction", location_id="id of the place, as in links", mention="id of the mention: article, @, start",
        name="name, as the articles write it", other="name of the other actor",
        other_id="id of the other", path="the file that was read", place="name of the place", quote_id="id of the "
        "quote: article, start and end", reason="why, in a word or a sentence", record="the record within the file",
        role="the title or role that stands before the name", sense="place, actor (the name stands for a government, "
        "an army or a people), demonym, part or dateline", source="the outlet", sourcing="whether the source is named: "
        "named, organisation, unnamed official, unnamed or unknown", speaker="the source, as written", stance="what "
        "the speaker does: says, denies, claims …", state="whether the correction is applied, and if not, why",
        story_id="article_id of the first article of the story; copies of one story share it", surface="the name, as "
        "written", target="name of the right place", text="the words", title="the headline", to_country="country of "
        "the right place, ISO 3166-1 alpha-2", to_id="location_id of the right place", to_name="its name in the "
        "gazetteer", from_location_id="id of the place from which it goes, as in links; null where that is not said",
        from_mention="id of the mention that names it: article, @, start", from_place="name of that place",
        movement_id="id of the movement: article, start, end and where both places begin", to_location_id="id of the "
        "place to which it goes, as in links; null where that is not said", to_mention="id of the mention that names "
        "it: article, @, start", to_place="name of that place", url="address of the article",
        value="the value, as links have it", via="name of the outlet or "
        "person that was told", via_actor_id="its actor_id", who="who saved it", why="the reason that was given",
        words="the words as written",
    ),
    **_declare(
        INTEGER,
        actor_mentions="mentions for which a place name stands for a government, an army or a people",
        actors="actors that are named", all_mentions="mentions of this name at this place, doubtful or not",
        articles="articles that name it", context_start="where context begins in the article's text",
        movements="movements: each is told once in a sentence", origins="origins: "
        "copies and articles of one agency count once", planned="movements that are planned or ordered",
        changed_now="of now, those in articles that both sets have, in other words, of another day or outlet",
        changed_then="of then, those in such articles", corrected="what was corrected since then: added, or taken away",
        difference="now less seen", gone="of then, those in articles that are gone", new="of now, those in articles "
        "that were not there", now="mentions now, or articles or quotes", same_now="of now, those in articles that did "
        "not change", same_then="of then, those in such articles", seen="mentions then, or articles or quotes, with "
        "the corrections of then", times="mentions, of a speaker quotes",
        copies="articles of its story in the whole corpus", cue_end="where cue ends in the article's text",
        cue_start="where cue begins in it", days="days between the two articles", end="where it ends, not included: "
        "in the article's text for a quote, in text for a mention", mentions="mentions of it",
        number="the corrections in the order in which they were saved", of="all articles of these days",
        place_mentions="mentions of places", places="places that are named", quotes="quotes", rejects="inputs that "
        "gave no article", sentence="number of the sentence in the article, from 0", sentences="sentences that name "
        "both", speaker_end="where speaker ends in the article's text", speaker_start="where speaker begins in it",
        start="where it begins: in the article's text for a quote, in text for a mention", stories="stories: copies "
        "count once", together="sentences, or with within=article articles, that name both", undated="articles "
        "without a date, which a filter of days leaves out",
    ),
    **_declare(
        FLOAT,
        confidence="how sure it is that the row is right, 0 to 1", km="kilometres to the nearest other place that the "
        "article names", latitude="degrees, WGS 84", longitude="degrees, WGS 84",
        from_latitude="degrees, WGS 84, of the place from which it goes", from_longitude="degrees, WGS 84, of it",
        to_latitude="degrees, WGS 84, of the place to which it goes", to_longitude="degrees, WGS 84, of it",
        share="articles / of",
    ),
    **_declare(
        MOMENT,
        because_saved="when that one was saved, UTC", published="when the article was published, UTC; null where "
        "unknown", saved="when it was saved, UTC",
    ),
    **_declare(
        DAY,
        first="the first day", last="the last day", since="the first day of the bar", until="the last day of the bar",
    ),
    **_declare(
        STRINGS,
        actor_ids="ids of the speakers that are known, in text order", article_ids="the newest ten articles",
        articles_named="external ids of the articles that the correction is limited to", countries="countries that "
        "these articles name most", movers="who moves: the most frequent three",
        surfaces="the names, as written, that the correction is limited to",
        told_by="who says it: the most frequent three of its newest movements",
    ),
    **_declare(YES, unsure="whether nothing but a lone name says that it is an actor"),
    # Of the stories.
    **_declare(
        STRING,
        compared_id="article_id of the article that it is compared with", credit="how the article credits the outlet "
        "whose words it has: none, own (it is of the same outlet), named, told (it quotes what that one was told) or "
        "agency", from_id="article_id of the earlier article whose words it has", from_source="its outlet",
        from_title="its headline", wire="the agency that most articles of the story credit", wired="how the article "
        "credits that agency: none, named, told (it quotes what the agency was told), credited or itself (it is the "
        "agency's)",
    ),
    **_declare(
        INTEGER,
        added="sentences that only this article has, of a story in all its articles", credited="articles that credit "
        "the agency, quote what it was told or are its own", dropped="sentences that only the earlier article has",
        minutes="minutes after the earlier article; null where one has no date", outlets="outlets that carry it",
        reworded="sentences that both have in other words", saying="a number for each quote that two articles have",
        unattributed="quotes that lost their source", unnamed="quotes whose source lost its name",
    ),
    **_declare(
        FLOAT,
        kept="share of the earlier article's words that this one has, 0 to 1", taken="share of its words that the "
        "earlier article has, in runs of four or more, 0 to 1",
    ),
    **_declare(MOMENT, from_published="when the earlier article was published, UTC"),
    **_declare(STRINGS, changes="what is other than in the article that it is compared with: unattributed, unnamed, "
               "untold, named, attributed, reworded, direct or indirect"),
    **_declare(YES, outside="whether the article is of another story, and prints the same quotation"),
    # Of claims.
    **_declare(
        STRING,
        answer="the claim in short, as “≥ 72 people” or “taken by …”", bound="how the words bound the figure: exactly, "
        "about, at least, at most, between, vaguely", claim_id="id of the claim: article, start, end and matter",
        matter="what is claimed: killed, wounded, detained, displaced, vehicles, money, taken, entered, held, left",
        said="the commonest answers in short", said_by="who says it: an actor, the words for a source whose name is "
        "not known, or the outlet", teller="what says it: actor; described, a source whose name is not known; outlet, "
        "or article where that is unknown, on its own word; nobody where no speaker was found",
        teller_id="id of the actor; the words for a described source, which have behind an @ the article or the "
        "quotation that they are of where they name nobody; the outlet; id of an article where none of these is known",
        unit="what a figure counts: people, children … or a currency, ISO 4217",
    ),
    **_declare(
        INTEGER,
        answers="answers that differ", claims="claims", disputes="pairs of these claims that contradict each other",
        sources="different sources: actors, others whose name is not known, outlets "
        "on their own word",
    ),
    **_declare(FLOAT, high="the most that a figure may be", low="the least that it may be"),
    **_declare(YES, denied="whether it is said not to be so"),
    # Where the same word is another thing.
    **{
        f"{frame}.{name}": Column(name, type_, meaning, null=True)
        for frame, name, type_, meaning in (
            ("articles-over-time", "articles", INTEGER, "articles of these days"),
            ("counts", "articles", INTEGER, "articles"),
            ("first-named", "text", STRING, "the earliest sentence that names it, or of a speaker that has a quote"),
            ("first-named", "start", INTEGER, "where the name or the quote begins in text"),
            ("first-named", "end", INTEGER, "where it ends, not included"),
            ("quotes", "actors", STRINGS, "names of the speakers that are known, in text order"),
            ("newest-quotes", "actors", STRINGS, "names of the speakers that are known, in text order"),
            ("article", "start", INTEGER, "where the sentence begins in the article's text"),
            ("article", "end", INTEGER, "where it ends in it, not included"),
            ("disputes", "one_id", STRING, "claim_id of the first claim"),
            ("disputes", "other_id", STRING, "claim_id of the second claim"),
            ("disputes", "first", DAY, "the day of the earlier article"),
            ("disputes", "last", DAY, "the day of the later one"),
            ("propositions", "matter", STRING, "what is claimed: killed, wounded, detained, displaced, vehicles, money "
             "or control"),
            ("claims", "actor", STRING, "who did it, or who has the place"),
            ("claims", "actor_id", STRING, "id of that actor, as in links"),
            ("claims", "quote_id", STRING, "the quote that it stands in; null where the outlet says it itself"),
            ("claims", "text", STRING, "the words of the claim"),
            ("claims", "context", STRING, "the sentence that it stands in"),
            ("claims", "start", INTEGER, "where its words begin in the article's text"),
            ("claims", "end", INTEGER, "where they end in it, not included"),
            ("reversals", "of", STRING, "what is claimed: killed, wounded … or control"),
            ("doubtful-pins", "unnamed", YES, "whether an article does not name the country of the place"),
            ("judgements", "audit", STRING, "id of the audit, as in links"),
            ("judgements", "item", INTEGER, "number of the finding in its audit"),
            ("judgements", "judged", STRING, "what the finding is: pins, actors, quotes, claims or movements"),
            ("judgements", "words", STRING, "the words in question"),
            ("judgements", "found", STRINGS, "name of the place, of the actor or of the speakers that was found"),
            ("judgements", "found_ids", STRINGS, "their ids, as in links"),
            ("judgements", "label", STRING, "kind of the actor, or feature code of the place"),
            ("judgements", "external_id", STRING, "the id that the input gave the article"),
            ("judgements", "day", STRING, "the day when the article was published, UTC; empty where unknown"),
            ("judgements", "start", INTEGER, "where the words begin in the article's text"),
            ("judgements", "stands_for", FLOAT, "findings of the whole corpus that the item stands for"),
            ("judgements", "outcome", STRING, "what all judges came to: right, wrong, differ, cannot tell"),
            ("judgements", "judge", STRING, "who judged"),
            ("judgements", "verdict", STRING, "right, wrong or cannot tell"),
            ("judgements", "note", STRING, "why, if the judge said it"),
            ("judgements", "when", MOMENT, "when it was judged, UTC"),
            ("judgements", "blind", YES, "whether the judge had not yet seen what others say"),
            ("silences", "what", STRING, "what it is: actors, places or stories"),
            ("silences", "id", STRING, "actor_id, location_id, or story_id of a story"),
            ("silences", "name", STRING, "its name; of a story the title of its first article"),
            ("silences", "since", DAY, "the first day of the week, or of all weeks"),
            ("silences", "until", DAY, "the last day of it"),
            ("silences", "articles", INTEGER, "articles of the first group that carry it"),
            ("silences", "of", INTEGER, "all articles of the first group on these days"),
            ("silences", "outlets", INTEGER, "outlets of the first group that carry it"),
            ("silences", "of_outlets", INTEGER, "all outlets of the first group that have articles on these days"),
            ("silences", "other_of", INTEGER, "articles of the other group on these days, of which none carries it"),
            ("silences", "other_outlets", INTEGER, "outlets of these articles"),
            ("silences", "expected", FLOAT, "articles of the other group that would name it, if as great a share did as"
             " in the first group; of a story, outlets"),
            ("silences", "chance", FLOAT, "how likely all articles that carry it would be of the first group if they"
             " fell on the articles of the same days at random"),
            ("silences", "sure", YES, "whether it is so surprising that, of all that are marked so, a tenth may be"
             " there by chance"),
            ("collected", "articles", INTEGER, "articles of the outlet on these days"),
            ("collected", "days", INTEGER, "days that have articles of the outlet"),
            ("collected", "missing", INTEGER, "days that have none: not collected"),
            ("corrections", "articles", INTEGER, "articles in which it changed something"),
            ("corrections", "mentions", INTEGER, "mentions that it changed"),
            ("corrections", "name", STRING, "the new name"),
            ("steps", "step", STRING, "what was found, and each step from there to the number"),
            ("steps", "mentions", INTEGER, "mentions of the step, negative where it leaves them out; all add up to the "
             "number"),
            ("origins", "origin_id", STRING, "id of the origin, as in links"),
            ("origins", "name", STRING, "the agency, medium or outlet; the title of an article of an unknown outlet"),
            ("origins", "articles", INTEGER, "articles of this origin"),
            ("origins", "outlets", INTEGER, "outlets of these articles"),
            ("origins", "agency", INTEGER, "articles that credit it"),
            ("origins", "told", INTEGER, "articles that mostly quote what it was told"),
            ("origins", "copy", INTEGER, "articles that are copies of its report"),
            ("origins", "quote", INTEGER, "articles that print its quotation later"),
            ("origins", "own", INTEGER, "its own reports"),
            ("origins", "unknown", INTEGER, "articles of unknown outlets"),
            ("movements", "kind", STRING, "what moves: withdrawal, advance, deployment, flight, convoy or strike"),
            ("movements", "status", STRING, "whether it is reported to happen, planned or denied"),
            ("movements", "who", STRING, "who moves, as written"),
            ("movements", "actor", STRING, "name of the actor who moves, or whose forces do"),
            ("movements", "actor_ids", STRINGS, "ids of the speakers of its quote that are known, in text order"),
            ("movements", "actors", STRINGS, "their names"),
            ("drift", "actors", STRINGS, "names of the speakers that are known, in text order"),
            ("movements", "quote_id", STRING, "id of the quote that it stands in; null where the outlet says it"),
            ("movements", "text", STRING, "the sentence"),
            ("movements", "start", INTEGER, "where the words of the movement begin in text"),
            ("movements", "end", INTEGER, "where they end, not included"),
            ("routes", "kind", STRING, "what moves: withdrawal, advance, deployment, flight, convoy or strike"),
            ("routes", "denied", INTEGER, "movements that are denied"),
            ("routes", "articles", INTEGER, "articles that tell of it"),
            ("routes", "first", DAY, "the day of the earliest article"),
            ("routes", "last", DAY, "the day of the latest article"),
            ("corrections", "sentence", STRING, "the words of the sentence that it is limited to"),
        )
    },
    **{
        name: Column(name, INTEGER, f"quotes whose source is {name}" if name != "unknown" else
                     "quotes of which no source was found", null=True)
        for name in SOURCINGS
    },
}  # fmt: skip

# The claims of a dispute, or of a reversal, side by side.
COLUMNS |= {
    f"{side}_{name}": Column(f"{side}_{name}", COLUMNS[name].type, f"{name} of the {which} claim", null=True)
    for side, which in (("one", "first"), ("other", "second"), ("earlier", "earlier"), ("later", "later"))
    for name in (
        "claim_id", "article_id", "title", "source", "published", "sentence", "said_by", "text", "matter", "answer",
        "sourcing", "quote_id", "context", "context_start", "start", "end",
    )
}  # fmt: skip


def find_column(frame: str, name: str) -> Column | None:
    """What a column of this frame is; None where nobody said so."""
    return COLUMNS.get(f"{frame}.{name}") or COLUMNS.get(name)
