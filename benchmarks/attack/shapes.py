"""Articles of any shape: what it costs to annotate each, and whether one stops the run.

    python -m benchmarks.attack.shapes [--count 1000] [--seed 1]       each shape at three sizes, then random mixtures
    python -m benchmarks.attack.shapes --only brackets --profile       where the time of one shape goes

A shape is a text that is no news: brackets without an end, a name ten thousand times, quotations in quotations. Times
are of the processor, in a process of its own in which the model is loaded once.
"""

import argparse
import base64
import cProfile
import itertools
import pstats
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection

from benchmarks.processes import processor_seconds
from benchmarks.report import write_table
from dashboard.pipeline.articles import Article
from dashboard.pipeline.batch import make_tables
from dashboard.pipeline.gazetteer import open_gazetteer

# Characters of a text; what is quadratic grows ninefold from each to the next.
SIZES = (10_000, 30_000, 100_000)
# Seconds of the processor that an article of up to 100,000 characters may take, whatever it holds.
ALLOWED = 5.0
# Seconds after which one is ended.
ENDED = 60.0
# Characters of a random mixture.
MIXED = (5_000, 20_000)
# Towns of the gazetteer that are named.
TOWNS_USED = 20_000
# Seconds between two looks at how long a text takes.
LOOK = 0.2

type Shape = Callable[[int], str]

SENTENCES = (
    "The mayor of Riverton opened the bridge on Monday, two years after the flood.",
    "Officials said that twelve people had left the town since Friday.",
    "“We will rebuild it,” said Rosa Linde, who leads the council, “and we will not wait.”",
    "Syria and Turkey signed a deal in Geneva, according to the Foreign Ministry.",
    "A spokesman for the army denied the report by the Riverton Herald.",
    "Linde, 54, told reporters in Aleppo that she had no plans to resign.",
    "The price of wheat rose by 3.5 percent to $210 a tonne.",
    "It was the third attack this week in the province of Homs.",
)
LAST = "Linde Haddad Bell Marsh Petrov Smith Khoury Weber Novak Rossi Haidar Stone Baker Tlass Moreau Quist".split()
TOWNS = "Paris London Springfield Aleppo Homs Hama Washington Georgia Victoria Santiago Tripoli Lebanon".split()


def repeat(unit: str) -> Shape:
    """A text of nothing but this."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def fill(make: Callable[[int], str]) -> Shape:
    """A text of the pieces that `make` gives for 0, 1, 2 …"""

    def shape(size: int) -> str:
        pieces: list[str] = []
        length = 0
        for number in itertools.count():
            if length >= size:
                return "".join(pieces)[:size]
            pieces.append(make(number))
            length += len(pieces[-1])
        raise AssertionError

    return shape


def wrap(opening: str, closing: str, inner: str = "said") -> Shape:
    """A text whose first half opens what its second half closes."""
    return lambda size: opening * (half := size // (len(opening) + len(closing))) + inner + closing * half


def word_of(number: int) -> str:
    """A word of small letters of its own for each number."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters += chr(ord("a") + rest)
        if not number:
            return letters


def name_of(number: int) -> str:
    """A person's full name of its own for each number."""
    return f"{word_of(number).title()}a {word_of(number * 7 + 3).title()}on"


def nest(size: int) -> str:
    """X said Y said Z said …"""
    return fill(lambda n: f"{LAST[n % len(LAST)]} said that ")(size)


def blob(size: int) -> str:
    """Base64 without a blank."""
    return base64.b64encode(random.Random(0).randbytes(size)).decode()[:size]


def noise(signs: str) -> Shape:
    """Random signs of these."""
    return lambda size: "".join(random.Random(0).choices(signs, k=size))


@cache
def list_towns() -> tuple[str, ...]:
    """Names of towns, of all sizes and countries."""
    towns = sorted(open_gazetteer().towns_between(-90, 90, -180, 180))
    return tuple(dict.fromkeys(town.name for town in towns[:: max(1, len(towns) // TOWNS_USED)]))


def _town(number: int) -> str:
    towns = list_towns()
    return towns[number % len(towns)]


def _lines(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def _broken(text: str, width: int) -> str:
    """The text with a blank in place of every so manieth sign."""
    return "".join(sign if n % width else " " for n, sign in enumerate(text))


def _by_case(words: str, number: int) -> str:
    """The words, of whose letters the binary digits of the number say which are capitals; the first is one."""
    signs = (sign.upper() if number >> n & 1 else sign for n, sign in enumerate(words[1:]))
    return words[0].upper() + "".join(signs)


SHAPES: Mapping[str, Shape] = {
    # ordinary
    "prose": fill(lambda n: SENTENCES[n % len(SENTENCES)] + ("\n\n" if n % 3 == 2 else " ")),
    "prose in one paragraph": fill(lambda n: SENTENCES[n % len(SENTENCES)] + " "),
    # signs
    "brackets": repeat("("),
    "closing brackets": repeat(")"),
    "brackets nested": wrap("(", ")"),
    "brackets mixed": repeat("([{<"),
    "brackets apart": repeat("( "),
    "dots": repeat("."),
    "dashes": repeat("-"),
    "commas": repeat(","),
    "apostrophes": repeat("'"),
    "quotation marks": repeat('"'),
    "opening marks": repeat("“"),
    "opening marks apart": repeat("“ "),
    "all punctuation": noise("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "punctuation apart": lambda size: " ".join(noise("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")(size // 2)),
    "punctuation in words": lambda size: _broken(noise("!?.,;:()'\"-a")(size), 40),
    "brackets in words": lambda size: _broken("(" * size, 390),
    "newlines": repeat("\n"),
    "newlines and a word": repeat("a\n"),
    "paragraphs of a word": repeat("Homs\n\n"),
    "blanks": lambda size: "Homs" + " " * (size - 8) + "fell",
    "tabs and blanks": repeat(" \t"),
    "emoji": repeat("😀"),
    "emoji apart": repeat("😀 "),
    "combining": repeat("e\u0301\u0302\u0303"),
    "one letter with combining": lambda size: "e" + "\u0301" * (size - 1),
    "zero width": repeat("a\u200b"),
    "bidi": repeat("\u202ea\u202c "),
    "nuls": repeat("word \0"),
    "control": repeat("a\x01\x02 "),
    "private use": repeat("\ue000"),
    "astral": repeat("\U0001d518\U0001d52b "),
    # words
    "one word": repeat("a"),
    "one word of capitals": repeat("A"),
    "one digit": repeat("7"),
    "one sentence": repeat("and the men of the town went to the river "),
    "one letter apart": repeat("a "),
    "initials": repeat("A. "),
    "initials apart": repeat("A "),
    "capitals": lambda size: SHAPES["prose"](size).upper(),
    "capitals without an end": repeat("THE ARMY OF THE NORTH "),
    "capitalised": repeat("The Army Of The North Went "),
    "hyphens": repeat("a-b-c-d-"),
    "hyphens apart": repeat("state-of-the-art "),
    "apostrophes in words": repeat("o'clock'"),
    "contractions": repeat("don't can't won't "),
    "dots in words": repeat("a.b.c.d."),
    "dots and words": repeat("a.b c.d "),
    "slashes": repeat("Ann/Bob "),
    "slashes and agencies": repeat("Ann Hill/Reuters "),
    "ats": repeat("a@"),
    "colons": repeat("a:"),
    "addresses": fill(lambda n: f"https://example.org/{word_of(n)}?a={n}&b={n} "),
    "one address": lambda size: "https://example.org/?q=" + "a%20" * (size // 4),
    "mail addresses": fill(lambda n: f"{word_of(n)}@example.org "),
    "base64": blob,
    "base64 in lines": lambda size: _lines(blob(size), 76),
    "hexadecimal": fill(lambda n: f"{n * 2654435761 % 2**32:08x} "),
    "digits": repeat("1234567890"),
    "numbers": fill(lambda n: f"{n * 7919 % 1000} "),
    "table of numbers": fill(lambda n: f"{n * 7919 % 1000}.{n % 100:02}" + ("\n" if n % 8 == 7 else "\t")),
    "numbers in lines": fill(lambda n: f"{n % 100}\n"),
    "dates": repeat("Monday, 12 May 2024, "),
    "html": repeat('<div class="a"><a href="/b">c</a></div>'),
    "html in lines": repeat('<td class="a">Ann Hill</td>\n'),
    "markup without an end": repeat("<a "),
    "json": fill(lambda n: f'{{"id": {n}, "name": "{word_of(n)}"}}, '),
    "csv": fill(lambda n: f"{name_of(n)},{TOWNS[n % len(TOWNS)]},{n}\n"),
    "csv in one line": fill(lambda n: f"{LAST[n % len(LAST)]},{TOWNS[n % len(TOWNS)]},{n},"),
    "code": repeat("if (a[i] == b[j]) { return f(x, y); }\n"),
    # other scripts
    "arabic": repeat("قال الرئيس السوري إن القوات دخلت مدينة حمص. "),
    "chinese": repeat("叙利亚总统说军队进入霍姆斯市。"),
    "thai": repeat("ประธานาธิบดีซีเรียกล่าวว่า"),
    "cyrillic": repeat("Президент Сирии заявил, что армия вошла в Хомс. "),
    "korean": repeat("시리아 대통령은 군대가 홈스에 "),
    # names
    "one name": repeat("Rosa Linde "),
    "one name in sentences": repeat("Rosa Linde left. "),
    "one surname": lambda size: "Rosa Linde came. " + repeat("Linde left. ")(size - 17),
    "people": fill(lambda n: f"{name_of(n)}, "),
    "people in sentences": fill(lambda n: f"{name_of(n)} left. "),
    "people of one surname": fill(lambda n: f"{word_of(n).title()} Smith left. "),
    "people of one given name": fill(lambda n: f"John {word_of(n).title()} left. "),
    "people of initials": fill(lambda n: f"{chr(65 + n % 26)}. {word_of(n).title()} said. "),
    "surnames": fill(lambda n: f"{word_of(n).title()}on left. "),
    "people, then surnames": lambda size: (
        fill(lambda n: f"{name_of(n)} left. ")(size // 2)
        + fill(lambda n: f"{name_of(n).split()[1]} came. ")(size - size // 2)
    ),
    "names in a row": fill(lambda n: f"{word_of(n).title()} "),
    "three names": fill(lambda n: f"Ann {word_of(n).title()} Smith left. "),
    "one place": repeat("Paris, "),
    "one place in sentences": repeat("He went to Paris. "),
    "places": fill(lambda n: f"{_town(n)}, "),
    "places in sentences": fill(lambda n: f"He went to {_town(n)}. "),
    "places of many": repeat("Springfield, San Antonio, Santa Rosa, San Jose, Victoria, Georgetown, "),
    "places with containers": repeat("Paris, Texas, Springfield, Ohio, "),
    "nations": repeat("Syrian and Turkish and Iraqi "),
    "bodies": fill(lambda n: f"The {word_of(n).title()} Council met. "),
    "bodies of one head": fill(lambda n: f"The Ministry of {word_of(n).title()} met. "),
    "bodies and acronyms": fill(lambda n: f"The {word_of(n).title()} Free Army ({word_of(n)[0].upper()}FA) met. "),
    "bodies by case": fill(lambda n: f"The {_by_case('general security council', n)} met. "),
    "acronyms": fill(lambda n: f"{word_of(n + 700).upper()} met. "),
    "titles": repeat("President Mr Dr Gen. Sheikh King "),
    "datelines": repeat("HOMS, Dec 8 (Reuters) – Rain fell.\n"),
    "datelines without an end": repeat("A" * 31 + ", " + "A" * 31 + "\n"),
    "results": repeat("Norway 2 – 1 Brazil "),
    "credits": repeat("(Reporting by Ann Hill in Rome) "),
    "calls": repeat("Follow Ann on Twitter. "),
    "calls in one line": repeat("all rights reserved "),
    "pictures": repeat("(Photo "),
    # speech
    "pairs of marks": repeat('"a" '),
    "pairs of curly marks": repeat("“a” "),
    "quotations": repeat("“We go now,” "),
    "he said": repeat("he said "),
    "he said, in sentences": repeat("He said that it was over. "),
    "he said, in one sentence": repeat('he said "we go" and '),
    "nested speech": nest,
    "nested quotations": wrap("“he said ", "”"),
    "nested marks": repeat("“We ‘go “now ‘ "),
    "continuations": repeat("“We go now.” “We stay here.” "),
    "continuations in paragraphs": repeat("“We go now.”\n\n“We stay here.”\n\n"),
    "marks never closed": repeat("“We go now.\n\n"),
    "marks never closed, one paragraph": repeat("“We go now. "),
    "lead-in lines": repeat("Ann Hill: “We go now.”\n"),
    "signatures": repeat("“We go now.” – Ann Hill\n"),
    "a transcript": fill(lambda n: f"{LAST[n % 16].upper()}: We go now.\n"),
    "a transcript in paragraphs": fill(lambda n: f"{LAST[n % 16].upper()}: We go now.\n\n"),
    "according to": repeat("according to Reuters, "),
    "outlets": repeat("AFP reported that Reuters reported that "),
    "pronouns": repeat("She said he said they said it said. "),
    "pronouns and names": repeat("Rosa Linde met Ann Hill. She said he left. "),
    "descriptions": repeat("The minister, Rosa Linde, said it was over. The minister said so. "),
    "colons and dashes": repeat("a : b — "),
    "said": repeat("said "),
    "said and marks": repeat('said " '),
    "many verbs": repeat("say tell claim deny warn demand report "),
}


def mix(number: int, seed: int) -> str:
    """The random mixture of this number: pieces of shapes and of ordinary sentences, in lines and in paragraphs."""
    rng = random.Random(f"{seed}-{number}")
    size = rng.randint(*MIXED)
    pieces: list[str] = []
    length = 0
    while length < size:
        if rng.random() < 0.4:
            piece = " ".join(rng.choices(SENTENCES, k=rng.randint(1, 5)))
        else:
            whole = rng.choice(list(SHAPES.values()))(rng.choice((30, 200, 1_000, 5_000)))
            start = rng.randrange(len(whole) // 2)
            piece = whole[start : start + rng.randint(1, len(whole))]
        pieces.append(piece + rng.choice(("", " ", ". ", "\n", "\n\n")))
        length += len(pieces[-1])
    return "".join(pieces)


def annotate_text(text: str) -> int:
    """Annotate it as `dateline preprocess` does with one article; returns the number of rows."""
    article = Article(
        article_id="shape", external_id="shape", title=None, text=text, published=None, source="Herald", agency=None,
        url=None, path="shape.txt", language="en",
    )  # fmt: skip
    return sum(len(table) for table in make_tables(None, None, [article]).values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: seconds of the processor, rows, MB at the peak, and the error if there is one."""

    seconds: float
    rows: int = 0
    memory: float = 0.0
    error: str = ""


class Annotator:
    """Annotates texts in a process of its own, which is ended when one takes too long."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        self._here.recv()  # the model is loaded

    def annotate(self, text: str) -> Outcome:
        """What became of the text."""
        pid = self._process.pid
        assert pid is not None
        before = processor_seconds([pid])
        self._here.send(text)
        while not self._here.poll(LOOK):
            if (spent := processor_seconds([pid]) - before) > ENDED:
                self.close()
                self._start()
                return Outcome(spent, error=f"ended after {ENDED:.0f} s")
        try:
            found: Outcome = self._here.recv()
        except EOFError:
            self.close()
            code = self._process.exitcode
            self._start()
            return Outcome(0.0, error=f"the process ended with {code}")
        return found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._here.close()


def _serve(pipe: Connection) -> None:
    annotate_text(" ".join(SENTENCES))
    pipe.send(True)
    while True:
        text = pipe.recv()
        began = time.process_time()
        try:
            rows, error = annotate_text(text), ""
        except Exception as caught:  # whatever it is, it is what is looked for
            rows, error = 0, "".join(traceback.format_exception(caught)).strip()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pipe.send(Outcome(time.process_time() - began, rows, peak, error))


def measure_shapes(names: Sequence[str], sizes: Sequence[int]) -> tuple[str, int]:
    """A table of the processor seconds of each shape and size, and how many shapes failed."""
    annotator, rows, failed = Annotator(), [], 0
    for name in names:
        found = [annotator.annotate(SHAPES[name](size)) for size in sizes]
        errors = [each.error.splitlines()[-1] for each in found if each.error]
        is_slow = any(each.seconds > ALLOWED for each in found)
        failed += bool(errors) or is_slow
        said = "; ".join(dict.fromkeys(errors)) or ("too slow" if is_slow else "")
        rows.append((name, *(each.seconds for each in found), found[-1].rows, int(found[-1].memory), said))
        print(*rows[-1], sep="\t", file=sys.stderr, flush=True)
    annotator.close()
    headings = ("shape", *(f"{size // 1000} kB" for size in sizes), "rows", "MB at the peak", "failed")
    return write_table(headings, rows), failed


def measure_mixtures(count: int, seed: int) -> int:
    """How many of the random mixtures failed; each that did is printed with its number."""
    annotator, failed, slowest = Annotator(), 0, (0.0, 0)
    for number in range(count):
        found = annotator.annotate(mix(number, seed))
        slowest = max(slowest, (found.seconds, number))
        if found.error or found.seconds > ALLOWED:
            failed += 1
            print(f"mixture {number} of seed {seed}: {found.seconds:.1f} s {found.error}", flush=True)
    annotator.close()
    print(f"{count:,} mixtures of seed {seed}: {failed} failed; the slowest, {slowest[1]}, took {slowest[0]:.1f} s")
    return failed


def profile(text: str) -> None:
    """Print where the time of a text goes."""
    annotate_text(SENTENCES[0])
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    annotate_text(text)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stdout).sort_stats("cumulative").print_stats(40)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a text failed or took too long, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="random mixtures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=SHAPES, metavar="SHAPE", help="these shapes, and no mixtures")
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, help="characters of a text")
    parser.add_argument("--profile", action="store_true", help="where the time goes, of the largest size")
    options = parser.parse_args(arguments)
    if options.profile:
        for name in options.only or SHAPES:
            print(name)
            profile(SHAPES[name](max(options.sizes)))
        return 0
    table, failed = measure_shapes(options.only or list(SHAPES), options.sizes)
    print(table)
    if options.only is None:
        failed += measure_mixtures(options.count, options.seed)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
