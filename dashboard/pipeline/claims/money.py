"""Money: sums of aid, damage, debt, ransom and the like, with their currency.

Limits: prices, wages and budgets are none, and so is a sum that no verb says to be given, lost or demanded. Dollars
are those of the United States unless another country stands before them.
"""

from collections.abc import Iterator

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.amounts import Amount, find_amounts, read_sum
from dashboard.pipeline.claims.assertions import is_asserted
from dashboard.pipeline.claims.claim import Draft
from dashboard.pipeline.claims.periods import is_of_days
from dashboard.pipeline.quotes.grammar import Grammar

SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
# Currency by its noun; where several countries have one of that name, by what stands before it, "" for the commonest.
NAMES: dict[str, dict[str, str]] = {
    "dollar": {"": "USD", "canadian": "CAD", "australian": "AUD", "zealand": "NZD", "kong": "HKD", "singapore": "SGD"},
    "euro": {"": "EUR"},
    "pound": {"": "GBP", "syrian": "SYP", "egyptian": "EGP", "lebanese": "LBP", "sudanese": "SDG"},
    "rouble": {"": "RUB"},
    "ruble": {"": "RUB"},
    "yen": {"": "JPY"},
    "yuan": {"": "CNY"},
    "rupee": {"": "INR", "pakistani": "PKR", "nepalese": "NPR", "lankan": "LKR"},
    "lira": {"": "TRY", "syrian": "SYP", "lebanese": "LBP"},
    "shekel": {"": "ILS"},
    "hryvnia": {"": "UAH"},
    "hryvnias": {"": "UAH"},
    "won": {"": "KRW"},
    "rial": {"": "IRR", "yemeni": "YER", "omani": "OMR"},
    "riyal": {"": "SAR", "qatari": "QAR"},
    "naira": {"": "NGN"},
}
KINDS = lexicon.words("kind_of_sum")
VERBS = lexicon.words("giving_verb")
MOVING = lexicon.words("moving_verb_of_sum")
# Steps up the parse at most, from the sum to what it is of or the verb that gives it.
REACH = 4


def find_money(g: Grammar, begin: int, end: int) -> Iterator[Draft]:
    """The sums of a sentence."""
    if KINDS.isdisjoint(g.words[begin:end]) and VERBS.isdisjoint(g.words[begin:end]):
        return
    for amount, stop, currency in _find_sums(g, begin, end):
        word = _find_kind(g, amount, stop)
        verb = None if word is None else _find_verb(g, amount, word)
        if word is None or verb is None or not is_of_days(g, word):
            continue
        so = is_asserted(g, verb)
        if so is not None:
            yield Draft("money", word, min(word, amount.start), max(word + 1, stop), (amount.number, stop - 1), not so,
                        unit=currency, low=amount.low, high=amount.high, bound=amount.bound)  # fmt: skip


def _find_sums(g: Grammar, begin: int, end: int) -> Iterator[tuple[Amount, int, str]]:
    """Each amount of money, the token behind it and its currency."""
    for i in range(begin, end):
        if g.words[i] in SIGNS:
            amount = read_sum(g, i, end, begin)
            if amount is not None:
                is_told_twice = g.words[amount.end : amount.end + 1] in (["dollars"], ["euros"], ["pounds"])
                yield amount, amount.end + is_told_twice, SIGNS[g.words[i]]
    for amount in find_amounts(g, begin, end):
        for i in range(amount.end, min(end, amount.end + 4)):
            names = NAMES.get(g.words[i].removesuffix("s"))
            if names is not None:
                yield amount, i + 1, next((names[word] for word in g.words[amount.end : i] if word in names), names[""])
                break
            if g.pos[i] not in ("ADJ", "PROPN", "ADP"):
                break


def _find_verb(g: Grammar, amount: Amount, word: int) -> int | None:
    """The verb by which the sum is given, lost or demanded; None for one that is only spoken of."""
    for start in (word, amount.number):
        i = start
        for _ in range(REACH):
            if g.pos[i] == "VERB":
                break
            i = g.heads[i]
        if g.words[i] in VERBS or g.lemmas[i] in MOVING:
            return i
    return None


def _find_kind(g: Grammar, amount: Amount, stop: int) -> int | None:
    """The word that says what the sum is of, or the verb by which it is given."""
    if g.words[stop : stop + 1] in (["in"], ["of"], ["worth"]):
        for i in range(stop + 1, min(stop + 6, g.ends[amount.number])):
            if g.words[i] in KINDS:
                return i
    i = stop - 1
    for _ in range(REACH):
        if not amount.start <= i < stop:
            if g.words[i] in KINDS:
                return i
            if g.pos[i] in ("VERB", "AUX"):
                is_kind = any(g.words[x] in KINDS for x in g.children[i] if g.deps[x] in ("nsubj", "nsubjpass", "dobj"))
                return i if g.words[i] in VERBS or is_kind else None
        i = g.heads[i]
    return None
