"""Turns: who says what in a transcript, where each line begins with a name in capitals and a colon.

    MS. PSALTER: Good afternoon. We have spoken with the government.
    QUESTION: Will you close the embassy?

Limits: names in capitals alone, since "Homs: 12 dead" reads like a turn; three turns or more, of two speakers or more,
one of whom speaks twice. Whoever has no name there ("QUESTION", "THE PRESIDENT") is unnamed. An outlet that asks
("CNN: …") is taken for a person. Nobody measured how many turns are right, so they have no confidence.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors import Actor
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.entities.roles import TITLES
from dashboard.pipeline.passages import Passages
from dashboard.pipeline.quotes.quote import Quote, Speaker
from dashboard.pipeline.quotes.sourcing import OFFICIAL, PEOPLE

# "JAKE TAPPER, CNN HOST (on camera):" – the name ends before the comma or the bracket.
LABEL = re.compile(
    r"^[ \t]*(?P<name>[A-Z][^\n:,()\[\]]{0,39}?)[ \t]*(?:[,(\[][^\n:]{0,60})?:[ \t]+(?=\S)", re.MULTILINE
)
PARAGRAPH = re.compile(r"\n\s*\n")

FEWEST = 3
# Share of the paragraphs between the first turn and the last that begin a turn, from which the others go on with one.
# Below, the article tells what was said between the turns, and each is its own paragraph.
TRANSCRIBED = 0.5

ASKERS = lexicon.words("voice")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at one time: characters [start, end), and those of the speaker as written.

    `name` is the speaker's name with small letters and without titles, at `name_start`; "" where there is none.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    name: str
    name_start: int

    def has(self, start: int, end: int) -> bool:
        """Whether these characters are among the words of the turn."""
        return self.start <= start and end <= self.end


def find_turns(text: str) -> list[Turn]:
    """The turns of the article in text order; none unless it is or holds a transcript."""
    labels = [label for label in LABEL.finditer(text) if label["name"].upper() == label["name"]]
    surnames = Counter(label["name"].split()[-1] for label in labels)
    if len(labels) < FEWEST or len(surnames) < 2 or max(surnames.values()) < 2:
        return []
    begins = [label.start() for label in labels]
    between = [gap.end() for gap in PARAGRAPH.finditer(text, begins[0], begins[-1])]
    goes_on = len(labels) - 1 >= TRANSCRIBED * len(between)
    gaps = [*(gap.start() for gap in PARAGRAPH.finditer(text)), len(text)]
    turns = []
    for label, after in pairwise([*labels, None]):
        assert label is not None
        own = gaps[bisect_left(gaps, label.end())]
        last = own if after is None else after.start() if goes_on else min(own, after.start())
        words = text[label.end() : last].rstrip()
        if words:
            turns.append(_turn(label, label.end() + len(words)))
    return turns


def name_speakers(
    mentions: Sequence[Mention], turns: Sequence[Turn], sentences: Sequence[tuple[int, int]]
) -> list[Mention]:
    """The mentions with one of a person for each named speaker of a turn, in place of what was found there."""
    if not turns:
        return list(mentions)
    spoken = Passages((turn.speaker_start, turn.speaker_end) for turn in turns)
    kept = [each for each in mentions if not spoken.overlap(each.start, each.end)]
    starts = [start for start, _ in sentences]
    named = [
        Mention(turn.name_start, turn.speaker_end, _sentence_at(starts, turn.name_start), turn.name, "PERSON")
        for turn in turns
        if turn.name
    ]
    return sorted([*kept, *named], key=lambda each: (each.start, -each.end))


def quote_turns(
    text: str,
    quotes: Sequence[Quote],
    turns: Sequence[Turn],
    mentions: Sequence[Mention],
    actors: Sequence[Actor | None],
    sentences: Sequence[tuple[int, int]],
) -> list[Quote]:
    """The quotes in text order with one for each turn; of the others in the transcript those that a speaker reports.

    Such a quote lies within a turn, and its speaker does.
    """
    if not turns:
        return list(quotes)
    starts = [start for start, _ in sentences]
    actor_at = {mention.start: actor for mention, actor in zip(mentions, actors, strict=True)}
    spoken = [_quote(text, turn, actor_at.get(turn.name_start), starts) for turn in turns]
    first, last = turns[0].speaker_start, turns[-1].end
    kept = [each for each in quotes if each.end <= first or last <= each.start or _is_reported(each, turns)]
    return sorted([*kept, *spoken], key=lambda each: (each.start, each.end))


def _turn(label: re.Match[str], end: int) -> Turn:
    written, begin = label["name"], label.start("name")
    titles = TITLES.match(written.title())
    name = written[titles.end() :] if titles else written
    words = set(re.findall(r"[^\W\d_]+", name.lower()))
    is_named = bool(words) and "the" not in words and not words & (ASKERS | OFFICIAL | PEOPLE)
    name_start = begin + len(written) - len(name)
    return Turn(label.end(), end, begin, label.end("name"), name.title() if is_named else "", name_start)


def _quote(text: str, turn: Turn, actor: Actor | None, sentences: Sequence[int]) -> Quote:
    speaker = text[turn.speaker_start : turn.speaker_end]
    is_official = bool(OFFICIAL & set(speaker.lower().split()))
    return Quote(
        parts=((turn.start, turn.end),),
        sentence=_sentence_at(sentences, turn.start),
        kind="direct",
        speaker=speaker,
        speaker_start=turn.speaker_start,
        speaker_end=turn.speaker_end,
        speakers=(Speaker(actor.actor_id, turn.name_start, turn.speaker_end),) if actor and turn.name else (),
        sourcing="named" if turn.name else "unnamed official" if is_official else "unnamed",
    )


def _is_reported(quote: Quote, turns: Sequence[Turn]) -> bool:
    """Whether somebody within a turn is said to have said it."""
    if quote.speaker_start is None or quote.speaker_end is None:
        return False
    start, end = min(quote.start, quote.speaker_start), max(quote.end, quote.speaker_end)
    before = bisect_right(turns, start, key=lambda turn: turn.start)
    if not before:
        return False
    turn = turns[before - 1]
    return turn.has(start, end) and (quote.start, quote.end) != (turn.start, turn.end)


def _sentence_at(starts: Sequence[int], character: int) -> int:
    return max(bisect_right(starts, character) - 1, 0)
