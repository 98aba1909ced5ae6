"""How often each hand-written rule changes what is read of an article, and what it gains on annotated sets.

    python -m tools.rules FILE ...         for each rule, in how many articles of each file it changes anything
    python -m tools.rules --gain SET ...   what each figure of `score.py` loses without the rule; SET is an annotated
                                           set of ../shared/eval such as actors_gum

A rule is switched off by putting its neutral answer in place of the function. What changes a handful of articles, or
gains on the one set that it was made for, goes. Articles are annotated once; each rule then takes a few seconds a set.
"""

import argparse
import importlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline import annotate
from dashboard.pipeline.articles import Article, read_articles
from dashboard.pipeline.corpus import preprocess
from dashboard.pipeline.readings import Origin, Reading, read_doc
from tools.floors import EVAL, WHOLE, read_figures


@dataclass(frozen=True, slots=True)
class Rule:
    """A function of the pipeline, `module:name` below `dashboard.pipeline`, and what it answers where it is off."""

    name: str
    neutral: Callable[..., Any]

    def target(self) -> tuple[Any, str]:
        """The module that calls the function, and the name under which it does."""
        module, _, name = self.name.partition(":")
        return importlib.import_module(f"dashboard.pipeline.{module}"), name


def _nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def _no(*_: object, **__: object) -> bool:
    return False


def _none(*_: object, **__: object) -> None:
    return None


RULES = (
    Rule("annotate:mend", lambda text: text),
    Rule("readings:find_turns", _nothing),
    Rule("entities:find_furniture", _nothing),
    Rule("entities:split_names", lambda names, *_: names),
    Rule("entities:join_groups", lambda _, names, *__: (names, [])),
    Rule("entities:settle_labels", lambda names, *_: names),
    Rule("entities:find_known", _nothing),
    Rule("entities:find_acronyms", _nothing),
    Rule("entities:find_repeated", _nothing),
    Rule("entities:mend_possessives", lambda _, mentions, *__: mentions),
    Rule("entities:places_inside", _nothing),
    Rule("entities:people_inside", _nothing),
    Rule("locations.toponyms:find_container", _none),
    Rule("locations.toponyms:find_inside", _nothing),
    Rule("locations.senses:_acts", _no),
    Rule("locations:is_on_match", _no),
    Rule("actors.identity:is_on_match", _no),
    Rule("actors.identity:find_group", _none),
    Rule("actors.identity:find_army", _none),
    Rule("actors.identity:_seats", lambda _: {}),
    Rule("actors.nobody:_says_where", _no),
    Rule("actors.nobody:_is_title", _no),
    Rule("actors.nobody:_is_word", _no),
    Rule("actors.nobody:_is_places", _no),
    Rule("actors.identity:_owners", lambda _: {}),
    Rule("actors.bodies:find_introduced", lambda *_: {}),
    Rule("actors.bodies:_may_be", lambda *_: True),
    Rule("actors.people:_is_contested", _no),
    Rule("quotes.attributions:find_constructions", lambda _: {}),
    Rule("quotes.coordinations:find_list", lambda _, head, *__: [head]),
)


@contextmanager
def switched_off(rule: Rule) -> Iterator[None]:
    """While this holds, the rule answers neutrally. Raises AttributeError where the pipeline has no such function."""
    module, name = rule.target()
    function = getattr(module, name)
    setattr(module, name, rule.neutral)
    try:
        yield
    finally:
        setattr(module, name, function)


class Remembered:
    """Stands in for the spaCy pipeline: annotates each text once."""

    def __init__(self) -> None:
        self._model = annotate.load_model()
        self._docs: dict[str, Doc] = {}

    def pipe(self, texts: Iterable[str], batch_size: int) -> Iterator[Doc]:
        """The Docs of the texts, in order."""
        texts = list(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._docs]
        self._docs.update(zip(new, self._model.pipe(new, batch_size=batch_size), strict=True))
        return (self._docs[text] for text in texts)


def count_changes(files: Sequence[Path], rules: Sequence[Rule]) -> None:
    """Print for each rule and file the articles that read differently without it."""
    model = Remembered()
    for file in files:
        articles = [record for record in read_articles([file]) if isinstance(record, Article)]
        docs = list(model.pipe([article.text for article in articles], settings.BATCH))
        origins = [Origin(each.published.year if each.published else None, each.source) for each in articles]

        def read(docs: Sequence[Doc] = docs, origins: Sequence[Origin] = origins) -> list[Reading]:
            return [read_doc(None, None, origin, doc) for origin, doc in zip(origins, docs, strict=True)]

        complete = read()
        print(f"{file.name}: {len(docs)} articles")
        for rule in rules:
            with switched_off(rule):
                changed = sum(one != other for one, other in zip(complete, read(), strict=True))
            print(f"  {changed:5}  {rule.name}", flush=True)


def measure_gains(names: Sequence[str], rules: Sequence[Rule]) -> None:
    """Print for each rule and annotated set what every pinned figure loses without it, in percentage points."""
    model = Remembered()
    annotate.load_model = lambda: model  # type: ignore[assignment, return-value]  # it only pipes
    for measure in (each for each in WHOLE if each.gold in names and each.what != "resolve"):
        complete = _measure(measure.what, measure.gold)
        print(f"{measure.name}: " + "  ".join(f"{figure} {complete[figure]:.1f}" for figure in measure.pinned))
        for rule in rules:
            with switched_off(rule):
                without = _measure(measure.what, measure.gold)
            lost = {figure: complete[figure] - without[figure] for figure in measure.pinned}
            if any(abs(loss) >= 0.05 for loss in lost.values()):
                print(
                    f"  {rule.name}: " + "  ".join(f"{figure} {loss:+.1f}" for figure, loss in lost.items()), flush=True
                )


def _measure(what: str, gold: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        preprocess([EVAL / f"{gold}.jsonl"], Path(folder), workers=1)
        return read_figures([what, str(EVAL / f"{gold}.jsonl"), folder])


def main() -> None:
    """Count, or measure with --gain."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="FILE or SET")
    parser.add_argument("--gain", action="store_true", help="measure what is gained on annotated sets")
    parser.add_argument("--only", default="", help="only the rules whose name holds this")
    arguments = parser.parse_args()
    rules = [rule for rule in RULES if arguments.only in rule.name]
    if arguments.gain:
        measure_gains(arguments.names, rules)
    else:
        count_changes([Path(name) for name in arguments.names], rules)


if __name__ == "__main__":
    main()
