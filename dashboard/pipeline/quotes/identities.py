"""Identities: the actor that the words of a speaker mean: a name, a pronoun, "the minister", "the rebel group".

Limits: whom a pronoun or a common noun means is taken from what the article says before it, and only where that leaves
one answer; where it leaves two, the answer is nobody. "They" are a body only if it spoke in the sentence before:
of 14 in the news that were taken for the last body named, two were it. A name inside the phrase of a speaker is not
the speaker: "a source close to Hezbollah".
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors import Actor, Office
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.quotes.contents import Span
from dashboard.pipeline.quotes.descriptions import (
    NOUNS,
    Description,
    describe,
    describe_office,
    find_descriptions,
    full_form,
    top_noun,
)
from dashboard.pipeline.quotes.genders import HE, SHE, gender_of, vote_genders
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.sourcing import NEWSROOMS, OFFICIAL, PEOPLE, SOURCES, UNNAMED

# Sentences before a pronoun, and before a noun such as "the group", in which the name that it means is looked for.
PRONOUN_REACH, NOUN_REACH = 3, 6
# Sentences that are looked at in all, those that are quoted included.
LONGEST_QUOTED = 20
# Bodies with the word of a noun in their names among which the one that it means is looked for, the last before it.
BEARERS = 200
# Different descriptions of one person by one noun that are kept.
DESCRIBED = 50
# Verbs of who asks.
ASKING = lexicon.words("asking_verb")

IT, THEY = lexicon.words("pronoun_of_thing"), lexicon.words("pronoun_of_several")
# Nouns by which a person who was named before is called again, for the sake of variety: "the businessman".
NOTABLE = lexicon.words("notable")
# Nouns for one person whom news may leave without a name.
STRANGERS = OFFICIAL | PEOPLE | SOURCES | NOTABLE
DEFINITE, INDEFINITE = lexicon.words("definite_article"), lexicon.words("indefinite_article")

# Common nouns that stand for bodies, and the kinds of actor that they may stand for.
KINDS = {
    **dict.fromkeys(lexicon.words("association"), ("organisation",)),
    **dict.fromkeys(lexicon.words("authority"), ("organisation", "government")),
    **dict.fromkeys(lexicon.words("team"), ("organisation", "government", "military")),
    **dict.fromkeys(lexicon.words("group", "faction"), ("armed group", "organisation", "other")),
    **dict.fromkeys(lexicon.words("company_noun"), ("company", "organisation")),
    **dict.fromkeys(lexicon.words("monitor"), ("organisation",)),
    **dict.fromkeys(lexicon.words("government_noun"), ("government", "state")),
    **dict.fromkeys(lexicon.words("armed_force"), ("military",)),
    **dict.fromkeys(NEWSROOMS, ("media",)),
    "agency": ("organisation", "government", "military", "media"),
}
# Nouns of which the name itself must have the word: "the ministry" is no other organisation.
WRITTEN = lexicon.words("named_office")
# Heads that a name before them belongs to: "the Hayat Tahrir al-Sham group".
APPOSED = NEWSROOMS | lexicon.words("group", "faction", "alliance", "association", "company_noun", "team")


type Words = tuple[frozenset[str], frozenset[str]]  # those of a description, and its names


@dataclass(slots=True)
class Identities:
    """The actors of one article by token. It grows: a pronoun that was resolved is a name for those that follow."""

    g: Grammar
    named: dict[int, Actor] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)  # head word of a person's name -> the tokens of the name
    bodies: dict[str, list[tuple[int, Actor]]] = field(default_factory=dict)  # word -> where bodies have it in the name
    actors: dict[str, Actor] = field(default_factory=dict)  # by actor_id
    # Noun -> actor_id of a person -> what it is called by that noun, each once, where it is said first.
    described: dict[str, dict[str, dict[Words, Description]]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)  # actor_id of a person -> how often it is named
    gender: dict[str, str] = field(default_factory=dict)  # actor_id -> he or she, where it is known
    contents: Sequence[Span] = ()  # what the speaker says that is looked up
    spoke: dict[int, Actor | None] = field(default_factory=dict)  # the speakers that were looked up, as they were found
    spoken: list[int] = field(default_factory=list)  # their tokens, in text order

    def name(self, i: int, actor: Actor) -> None:
        """Enter the actor that a token names, unless it names one already."""
        self.named.setdefault(i, actor)
        self.actors.setdefault(actor.actor_id, actor)

    def describe(self, actor_id: str, descriptions: Iterable[Description]) -> None:
        """Enter what a person is called."""
        for each in descriptions:
            known = self.described.setdefault(each.noun, {}).setdefault(actor_id, {})
            if len(known) < DESCRIBED:
                known.setdefault((each.words, each.names), each)

    def find(self, speaker: int | None, phrase: Span, contents: Sequence[Span] = ()) -> Actor | None:
        """The actor that the speaker stands for, or None; a name in the contents, what it says, is not the speaker."""
        if speaker is None:
            return None
        self.contents = contents
        actor = self._by_name(speaker, phrase)
        word = self.g.words[speaker]
        if actor is None and word in HE | SHE:
            actor = self._person(speaker, "he" if word in HE else "she")
        elif actor is None and word in IT:
            actor = self._it(speaker)
        elif actor is None and word in THEY:
            last = self._last_speaker(speaker, 1)
            # In one sentence "which they said" are others than who says the sentence.
            actor = self._spoken_body(last) if last is not None and last < self.g.begins[speaker] else None
        elif actor is None and self.g.pos[speaker] in NOUNS and self.g.tags[speaker] not in ("NNS", "NNPS"):
            actor = self._by_description(speaker, phrase)
            if actor is None and self._is_bare(speaker, phrase):
                actor = self._by_noun(speaker)
        if actor is not None:
            self.name(speaker, actor)
        if speaker not in self.spoke:
            insort(self.spoken, speaker)
        self.spoke[speaker] = actor
        return actor

    def find_word(self, speaker: int) -> int:
        """The word that says whose word it is: of "he" without an actor the source of "a source said", else itself."""
        g = self.g
        if g.pos[speaker] != "PRON" or self.spoke.get(speaker) is not None or g.words[speaker] not in HE | SHE | THEY:
            return speaker
        last = self._last_speaker(speaker, 1)
        is_plural = g.words[speaker] in THEY
        if last is None or self.spoke[last] is not None or g.pos[last] not in NOUNS:
            return speaker
        return last if (g.tags[last] in ("NNS", "NNPS")) == is_plural else speaker

    def _by_name(self, speaker: int, phrase: Span) -> Actor | None:
        if (actor := self.named.get(speaker)) is not None:
            return None if self._are_some(speaker, actor) else actor
        g = self.g
        kinds = {g.deps[x] for x in g.children[speaker]}
        for child in g.children[speaker]:
            actor = self.named.get(child)
            if actor is None:
                continue
            is_one = g.lemmas[speaker] == "one" and "cc" not in kinds  # "one of the groups, the SDF"
            if g.pos[child] == "PROPN" and (g.deps[child] == "appos" or (is_one and g.deps[child] == "conj")):
                return actor
            is_before = g.deps[child] in ("compound", "nmod", "appos", "amod") and phrase[0] <= child < phrase[1]
            if is_before and actor.kind not in ("state", "person") and g.lemmas[speaker] in APPOSED:
                return actor
        return self._by_title(speaker, phrase)

    def _are_some(self, speaker: int, actor: Actor) -> bool:
        """Whether these are people of the actor and not the actor: "some Republicans", "an Iraqi", "the Trumps"."""
        g = self.g
        before = [x for x in g.children[speaker] if g.deps[x] in ("det", "nummod", "amod")]
        if actor.kind == "person":
            is_plural = g.words[speaker].endswith("s") and g.words[speaker] not in actor.name.lower().split()
            return is_plural and any(g.words[x] == "the" for x in before)
        return any(g.pos[x] == "NUM" or g.words[x] in UNNAMED for x in before)

    def _by_title(self, speaker: int, phrase: Span) -> Actor | None:
        """The person whose name is beside a title, which the parser takes for the head of the phrase.

        "The author of the book, Jane Roe", "President of the Red Cross Peter Maurer", "Jane Roe president of the club".
        """
        g = self.g
        for i in range(speaker + 1, phrase[1]):
            if i in self.spans and g.deps[i] == "appos" and top_noun(g, g.heads[i]) == speaker:
                return self.named[i]
        after = speaker + 1 < phrase[1] and g.words[speaker + 1] == "of"
        if not after or any(g.deps[x] in ("det", "poss") for x in g.children[speaker]):
            return None
        for head in range(*phrase):
            if head not in self.spans:
                continue
            start, end = self.spans[head]
            actor = self.named[head]
            if actor.kind != "person" or not phrase[0] <= start < end <= phrase[1]:
                continue
            body = self.named.get(start - 1)
            is_behind = start > speaker and end == phrase[1] and body is not None and body.kind != "person"
            if is_behind or (end == speaker and end - start > 1):
                return actor
        return None

    def _by_description(self, speaker: int, phrase: Span) -> Actor | None:
        """The person whom the article calls so, or who was named last: "the minister", "its chief executive"."""
        g = self.g
        kinds = {g.deps[x]: x for x in g.children[speaker] if x < speaker}
        if "poss" not in kinds and ("det" not in kinds or g.words[kinds["det"]] not in DEFINITE):
            return None
        wanted = describe(g, speaker, *phrase)
        called = {
            actor_id: said
            for actor_id, descriptions in self.described.get(wanted.noun, {}).items()
            if (said := [each for each in descriptions.values() if each.at <= speaker])
        }
        exact = {key for key, all_of in called.items() if any(wanted.words <= each.words for each in all_of)}
        # So many people are Republicans, or Irish, that the word alone says of nobody who it is.
        agreeing = {key for key, all_of in called.items() if any(each.agrees(wanted) for each in all_of)}
        among = exact or (agreeing if g.entities[speaker] != "NORP" else set())
        if len(among) == 1:
            return self.actors[next(iter(among))]
        if "poss" in kinds:
            return None
        if among:
            return self._person(speaker, None, among.__contains__)
        if not self._is_variation(speaker, wanted.noun):
            return None
        return self._person(
            speaker, gender_of(wanted.noun), lambda key: self.times[key] > 1 and (key not in called or key in agreeing)
        )

    def _is_variation(self, speaker: int, noun: str) -> bool:
        """Whether the noun calls somebody again who was named, not somebody whom the article leaves without a name."""
        g = self.g
        if noun not in NOTABLE and g.entities[speaker] != "NORP":
            return False
        last = self._last_speaker(speaker, PRONOUN_REACH)
        if last is not None and self.spoke[last] is None and g.pos[last] != "PRON":
            return False
        introduced = (i for i in range(speaker) if full_form(g.lemmas[i]) == noun)
        return not any(g.words[x] in INDEFINITE for i in introduced for x in g.children[i] if g.deps[x] == "det")

    def _is_bare(self, speaker: int, phrase: Span) -> bool:
        """Whether it is "the" with a noun that does not say who it is: not "the Iraqi army", "the group in Homs".

        What follows a noun with a capital only tells more of it: "the Observatory, which relies on activists".
        """
        g = self.g
        kinds = {g.deps[x]: g.words[x] for x in g.children[speaker]}
        saying = ("prep", "poss") if g.capitals[speaker] else ("prep", "relcl", "acl", "poss")
        if kinds.get("det") not in DEFINITE or not kinds.keys().isdisjoint(saying):
            return False
        seat = g.words.index("based", *phrase) if "based" in g.words[slice(*phrase)] else phrase[0]
        return not any(g.entities[i] for i in range(seat, phrase[1]) if i != speaker)

    def _person(self, speaker: int, gender: str | None, among: Callable[[str], bool] | None = None) -> Actor | None:
        """The person named before: who spoke last, else the one subject, else the only one of the nearest sentence.

        Nobody for a pronoun where a man or woman without a name spoke last: "a diplomat said … He said".
        """
        last = self._last_speaker(speaker, PRONOUN_REACH)
        is_stranger = gender is not None and among is None and last is not None and self._is_stranger(last)
        for begin, end in self._sentences(speaker, PRONOUN_REACH):
            sentence = self._names(begin, end, speaker)
            if is_stranger and last is not None and begin <= last < end:
                return None
            people = {
                actor.actor_id: (actor, self._is_subject(i))
                for i, actor in reversed(sentence)
                if actor.kind == "person" and (among is None or among(actor.actor_id)) and not self._is_modifier(i)
                if gender is None or self.gender.get(actor.actor_id, gender) == gender
            }
            first_name = min((i for i, actor in sentence if actor.actor_id in people), default=begin)
            is_again = gender is not None and among is None and self._has_subject(begin, first_name, speaker, gender)
            # "He accused Ann. He noted" is twice the same, and not Ann.
            if not people or (is_again and not any(is_subject for _, is_subject in people.values())):
                continue
            said = self._leading_speaker(last, sentence)
            first = [actor for actor, is_subject in people.values() if is_subject]
            all_of = [actor for actor, _ in people.values()]
            chosen = said if said is not None and said.actor_id in people else None
            if chosen is None:
                chosen = first[0] if len(first) == 1 else all_of[0] if len(all_of) == 1 else None
            if chosen is not None and gender is not None:
                self.gender.setdefault(chosen.actor_id, gender)
            return chosen
        return None

    def _is_stranger(self, last: int) -> bool:
        """Whether the speaker is one person without a name; "a witness named Ahmad" has one."""
        g = self.g
        if self.spoke[last] is not None or g.tags[last] != "NN" or g.lemmas[last] not in STRANGERS:
            return False
        return not any(
            g.deps[x] == "acl" and any(i in self.named for i in range(x, g.right[x])) for x in g.children[last]
        )

    def _leading_speaker(self, last: int | None, sentence: list[tuple[int, Actor]]) -> Actor | None:
        """The speaker met last, if that is in this sentence and not in a clause beside it: "when Tapper asked".

        Of who asked somebody, the one who was asked.
        """
        if last is None or all(i != last for i, _ in sentence):
            return None
        verb = self.g.heads[last]
        if self.g.lemmas[verb] in ASKING:
            return next((actor for i, actor in sentence if self.g.heads[i] == verb and self.g.deps[i] == "dobj"), None)
        return None if self.g.deps[verb] == "advcl" else self.spoke[last]

    def _it(self, speaker: int) -> Actor | None:
        """The body that spoke last; nobody where that was "the source" or a paper whose name is unknown."""
        last = self._last_speaker(speaker, PRONOUN_REACH)
        if last is not None and self.g.pos[last] != "PRON":
            if (actor := self._spoken_body(last)) is not None:
                return actor
            is_one_thing = self.g.tags[last] in ("NN", "NNP") and self.g.entities[last] != "PERSON"
            if self.spoke[last] is None and is_one_thing:
                return None
        return self._body(speaker, None, PRONOUN_REACH)

    def _spoken_body(self, last: int) -> Actor | None:
        actor = self.spoke[last]
        return None if actor is None or actor.kind == "person" else actor

    def _last_speaker(self, speaker: int, reach: int) -> int | None:
        """The speaker met last in the sentences before."""
        g = self.g
        begin = min(first for first, _ in self._sentences(speaker, reach))
        before = bisect_left(self.spoken, speaker)
        while before and self.spoken[before - 1] >= begin:
            before -= 1
            if g.depth[self.spoken[before]] <= g.depth[speaker]:
                return self.spoken[before]
        return None

    def _body(self, speaker: int, kinds: Sequence[str] | None, reach: int) -> Actor | None:
        lemma = self.g.lemmas[speaker]
        for sentence in self._back(speaker, reach):
            bodies = {}
            for i, actor in reversed(sentence):
                fits = actor.kind in kinds if kinds else actor.kind not in ("person", "media", "state")
                if fits and (lemma not in WRITTEN or lemma in actor.name.lower()):
                    bodies[actor.actor_id] = (actor, self._is_subject(i))
            first = [actor for actor, is_subject in bodies.values() if is_subject]
            if len(first) == 1:
                return first[0]
            if bodies and kinds:
                return next(iter(bodies.values()))[0] if len(bodies) == 1 else None
            if len(first) > 1:
                return None
        return None

    def _by_noun(self, speaker: int) -> Actor | None:
        """The body whose name has the noun, "the Observatory", else the one of that kind that was named before."""
        g = self.g
        begin = 0
        if not g.capitals[speaker]:
            begin = g.begins[speaker]
            for _ in range(NOUN_REACH):
                begin = g.begins[max(begin - 1, 0)]
        named = self.bodies.get(g.lemmas[speaker], [])
        before = bisect_left(named, speaker, key=lambda pair: pair[0])
        some = named[max(0, before - BEARERS) : before]
        bearers = {actor.actor_id: actor for i, actor in some if begin <= i}
        if len(bearers) == 1:
            return next(iter(bearers.values()))
        last = self._last_speaker(speaker, NOUN_REACH)
        if last is not None and self.spoke[last] is None and g.lemmas[last] == g.lemmas[speaker]:
            return None  # "the campaign", after "the Sanders campaign"
        kinds = KINDS.get(g.lemmas[speaker])
        return self._body(speaker, kinds, NOUN_REACH) if kinds else None

    def _has_subject(self, begin: int, end: int, speaker: int, gender: str) -> bool:
        """Whether a pronoun of this gender is a subject in the stretch, which is not deeper in quotations."""
        g = self.g
        same = HE if gender == "he" else SHE
        return any(
            g.words[i] in same and g.deps[i] in SUBJECTS and g.depth[i] <= g.depth[speaker] for i in range(begin, end)
        )

    def _is_modifier(self, i: int) -> bool:
        """Whether the name only says what sort of thing it is: "the Clinton campaign"."""
        return self.g.deps[i] == "compound" and self.g.heads[i] not in self.named

    def _is_subject(self, i: int) -> bool:
        while self.g.deps[i] in ("conj", "compound", "nmod", "appos") and self.g.heads[i] != i:
            i = self.g.heads[i]
        return self.g.deps[i] in SUBJECTS

    def _back(self, speaker: int, reach: int) -> Iterator[list[tuple[int, Actor]]]:
        """The named actors before the speaker, sentence by sentence, the nearest first."""
        for begin, end in self._sentences(speaker, reach):
            yield self._names(begin, end, speaker)

    def _names(self, begin: int, end: int, speaker: int) -> list[tuple[int, Actor]]:
        """The named actors of a stretch; those quoted are left out, and those in what the speaker says."""
        depth = self.g.depth
        return [
            (i, self.named[i])
            for i in range(begin, end)
            if i in self.named and depth[i] <= depth[speaker]
            if not any(first <= i < last for first, last in self.contents)
        ]

    def _sentences(self, speaker: int, reach: int) -> Iterator[Span]:
        """The sentences before the speaker, the nearest first: its own, as many as `reach`, and those quoted between.

        What is quoted as a whole names nobody that a pronoun outside it stands for.
        """
        g = self.g
        begin, end = g.begins[speaker], speaker
        yield begin, end
        for _ in range(LONGEST_QUOTED):
            if begin == 0 or reach == 0:
                return
            begin, end = g.begins[begin - 1], begin
            reach -= min(g.depth[begin:end]) <= g.depth[speaker]
            yield begin, end


def read_identities(
    g: Grammar,
    mentions: Sequence[Mention],
    actors: Sequence[Actor | None],
    offices: Mapping[str, Sequence[Office]] = MappingProxyType({}),
) -> Identities:
    """The named actors of the article, and what it says of its people: what they are, whether he or she.

    `offices` are those of known actors in the year of the article, by id.
    """
    identities = Identities(g)
    for mention, actor in zip(mentions, actors, strict=True):
        if actor is None:
            continue
        start, end = g.span(mention.start, mention.end)
        words = range(start, max(end, start + 1))
        # The name is known by the word that its others hang on.
        head = next((i for i in words if i < len(g.words) and (g.heads[i] not in words or g.heads[i] == i)), start)
        for i in words:
            if i < len(g.words) and (i == head or g.deps[i] != "poss"):
                identities.name(i, actor)
        if head >= len(g.words):
            continue
        if actor.kind != "person":
            for word in {word.lower() for word in actor.name.split()}:
                identities.bodies.setdefault(word, []).append((head, actor))
            continue
        identities.spans[head] = start, end
        identities.times[actor.actor_id] += 1
        said = list(find_descriptions(g, head, start))
        if identities.times[actor.actor_id] == 1:
            held = (describe_office(office) for office in offices.get(actor.actor_id, ()))
            said = [*(each for some in held for each in some), *said]
        identities.describe(actor.actor_id, said)
        for each in said:
            if (gender := gender_of(each.noun)) is not None:
                identities.gender.setdefault(actor.actor_id, gender)
    for named in identities.bodies.values():
        named.sort(key=lambda pair: pair[0])
    for actor_id, gender in vote_genders(g, identities.named).items():
        identities.gender.setdefault(actor_id, gender)
    return identities
