"""Harms: how many people were killed, wounded, detained or displaced, and how many vehicles were lost.

A *harm* is a word that says what befell those whom a count beside it counts. Counts find their harm by the parse; where
words stand one beside the other ("20 civilians killed 30 injured"), by their order, since headlines parse badly.

Limits: "killed and wounded dozens" says how many of neither. A casualty may be either.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dashboard.pipeline.claims.counts import ARMED, VEHICLES, Count, count_one
from dashboard.pipeline.claims.lists import find_before, find_included, find_more, find_of_them, find_whole
from dashboard.pipeline.claims.matters import ALONE, LOSING, MATTERS_OF, Harm
from dashboard.pipeline.claims.neighbours import match_neighbours
from dashboard.pipeline.claims.roles import find_joined, find_meant, find_objects, find_passive_subjects
from dashboard.pipeline.claims.tolls import find_tolls
from dashboard.pipeline.claims.voting import is_of_voting
from dashboard.pipeline.quotes.grammar import Grammar

# Nouns before "of" that are counted by what stands behind it: "a total of 20 people".
GROUPS = ("total", "group")


def find_harms(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> list[Harm]:
    """The harms of a sentence; no count has the same matter twice."""
    words = [i for i in range(begin, end) if g.words[i] in MATTERS_OF and not _is_shot(g, i) and not _is_won(g, i)]
    by_token = {t: count for count in counts for t in range(count.amount.number, count.end)}
    beside = match_neighbours(g, [*counts, *_find_single(g, words)], words)
    found: dict[tuple[str, int], Harm] = {}
    for word in words:
        if _is_joint(g, word, begin, end):
            continue
        own = [beside[word]] if word in beside else []
        if word not in beside or _is_within(g, word, beside[word], by_token):
            own += _match_parse(g, word, by_token, beside)
        taken = {id(count) for count in beside.values()}
        own += [each for count in own if count.start > word for each in find_more(g, count, by_token, taken, end)]
        own += [each for count in own if count.end <= word for each in _find_joined(g, count, by_token, taken)]
        own += [each for count in own if count.end <= word for each in find_before(count, counts, taken)]
        wholes = [find_whole(g, count, counts) for count in own if count.end <= word]
        own += [whole for whole in wholes if whole is not None]
        for count in own:
            for each in (count, *find_included(g, count, word, by_token, end)):
                for matter in _matters(g, word, each):
                    found.setdefault((matter, each.amount.number), Harm(matter, word, each))
    for harm in find_tolls(g, counts, begin, end):
        for each in (harm.count, *find_included(g, harm.count, harm.word, by_token, end)):
            found.setdefault((harm.matter, each.amount.number), Harm(harm.matter, harm.word, each))
    told = sorted(found.values(), key=lambda harm: harm.count.start)
    for harm in find_of_them(g, counts, told):
        found[harm.matter, harm.count.amount.number] = harm
    return sorted(found.values(), key=lambda harm: (harm.count.start, harm.word))


def _is_shot(g: Grammar, i: int) -> bool:
    """Whether it is "shot" of people, of which "dead" or "killed" says what became of them; aircraft are shot down."""
    return g.words[i] == "shot" and g.words[i + 1 : i + 2] != ["down"]


def _is_won(g: Grammar, i: int) -> bool:
    """Whether it is what candidates do: "captured 1,944 delegates"."""
    return g.lemmas[i] == "capture" and is_of_voting(g, i)


def _find_single(g: Grammar, words: Sequence[int]) -> Iterator[Count]:
    """One of a kind right before a harm: the woman of "a woman killed, 30 injured"."""
    for word in words:
        if g.begins[word] < word and g.pos[word - 1] in ("NOUN", "PROPN"):
            count = count_one(g, word - 1)
            if count is not None:
                yield count


def _matters(g: Grammar, word: int, count: Count) -> Iterator[str]:
    """What the word says of those who are counted: tanks are destroyed and not killed."""
    if g.words[word] in LOSING and count.unit in ARMED:
        yield "killed"
    for matter in MATTERS_OF[g.words[word]]:
        is_vehicle = count.unit in VEHICLES
        if is_vehicle != (matter == "vehicles") or (matter == "displaced" and count.unit in ARMED):
            continue  # who fights flees a battle and not his home
        if matter == "displaced" and count.amount.high == 1 and count.unit != "families":
            continue  # one man flees the police
        yield matter


def _is_joint(g: Grammar, word: int, begin: int, end: int) -> bool:
    """Whether another harm stands beside it, so that a count is of both: "killed or wounded", "kills, wounds"."""
    for step in (-1, 1):
        at, joined = word + step, False
        while begin <= at < end and g.words[at] in ("and", "or", "/", ",", "and/or"):
            at, joined = at + step, True
        is_harm = begin <= at < end and (g.words[at] in MATTERS_OF or g.words[at] == "wounds") and g.words[at] != "shot"
        if is_harm and abs(at - word) <= 3:
            return joined or g.words[at] != "dead"
    return False


def _match_parse(g: Grammar, word: int, by_token: Mapping[int, Count], beside: Mapping[int, Count]) -> Iterator[Count]:
    """The counts that are subjects or objects of a harm."""
    taken = {id(count) for count in beside.values()}
    for head in _find_sufferers(g, word):
        for each in find_joined(g, head):
            count = by_token.get(each) or by_token.get(_find_members(g, each)) or count_one(g, each)
            if count is not None and id(count) not in taken:
                yield count


def _find_sufferers(g: Grammar, word: int) -> Iterator[int]:
    """The heads of the phrases that name those to whom it happens."""
    children = g.children[word]
    is_alone = g.words[word] in ALONE
    objects = [] if is_alone else [*find_objects(g, word)]
    yield from objects or find_passive_subjects(g, word)
    if is_alone:
        yield from (find_meant(g, word, x) for x in children if g.deps[x] == "nsubj")
    head = g.heads[word]
    is_bare = not any(g.deps[x] in ("nsubj", "nsubjpass", "dobj") for x in children)
    if (
        g.deps[word] == "conj"
        and g.tags[word] == "VBN"
        and is_bare
        and g.words[head] not in MATTERS_OF.keys() - {"shot"}
    ):
        yield from (x for x in g.children[head] if g.deps[x] == "nsubjpass")  # "20 people were shot and killed"
    if is_alone and g.deps[word] in ("acomp", "oprd", "advmod", "xcomp", "ccomp") and g.pos[head] == "VERB":
        # "20 people were shot dead", "forced 20 people to flee"
        yield from (x for x in g.children[head] if g.deps[x] in ("nsubjpass", "dobj"))


def _is_within(g: Grammar, word: int, count: Count, by_token: Mapping[int, Count]) -> bool:
    """Whether the count is told apart within the verb's subject: the children of "20 people, five of them children"."""
    subject = next((x for x in g.children[word] if g.deps[x] == "nsubjpass"), None)
    if subject is None or not subject < count.start < g.right[subject]:
        return False
    whole = by_token.get(subject)
    return whole is not None and whole is not count and g.deps[count.end - 1] != "conj"


def _find_joined(g: Grammar, count: Count, by_token: Mapping[int, Count], taken: Collection[int]) -> Iterator[Count]:
    """The counts that a count before the harm is joined to: "a woman and two officers were killed"."""
    noun = count.noun
    while noun is not None and g.deps[noun] == "conj" and g.pos[g.heads[noun]] in ("NOUN", "PROPN"):
        noun = g.heads[noun]
        each = by_token.get(noun) or count_one(g, noun)
        if each is not None and id(each) not in taken:
            yield each


def _find_members(g: Grammar, head: int) -> int:
    """The noun behind "a total of"; the word itself if it is none such."""
    if g.words[head] in GROUPS:
        for x in g.children[head]:
            if g.words[x] == "of":
                return next((y for y in g.children[x] if g.deps[y] == "pobj"), head)
    return head
