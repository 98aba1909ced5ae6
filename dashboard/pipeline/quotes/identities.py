"""Identities: the actor that a speaker stands for: a name, a pronoun, "the minister", "the rebel group".

Limits: who a pronoun or a common noun stands for is taken from the few sentences before it, and only where they leave
one answer; where they leave two it is nobody, never a guess. "They" are a body only if it spoke in the sentence before:
of 14 in the news that were taken for the last body named, two were it. A name inside the phrase of a speaker is not
the speaker: "a source close to Hezbollah".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.quotes.contents import Span
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.sourcing import NEWSROOMS

# Sentences before a pronoun, and before "the group", in which it is looked for what they stand for.
PRONOUN_REACH, NOUN_REACH = 3, 6

HE, SHE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
IT, THEY = frozenset(("it", "its", "itself")), frozenset(("they", "them", "their", "themselves"))
TITLES_HE, TITLES_SHE = (
    ("Mr", "Sir", "Lord", "King", "Prince"),
    ("Mrs", "Ms", "Miss", "Dame", "Lady", "Queen", "Princess"),
)

# Common nouns that stand for bodies, and the kinds of actor that they may stand for.
GROUPS = ("armed group", "organisation", "other")
NOUNS = {
    **dict.fromkeys(("group", "movement", "organisation", "organization", "militia", "faction", "rebel"), GROUPS),
    **dict.fromkeys(("company", "firm", "maker", "giant", "bank", "airline", "carmaker"), ("company", "organisation")),
    **dict.fromkeys(("agency", "ministry", "department", "office", "institute", "campaign", "committee", "party",
                     "commission", "council", "court", "force", "team", "union", "charity"),
                    ("organisation", "government", "military")),
    **dict.fromkeys(("government", "regime", "state", "country"), ("government", "state")),
    **dict.fromkeys(("army", "military"), ("military",)),
    **dict.fromkeys(("newspaper", "paper", "magazine", "outlet", "website", "network", "broadcaster"), ("media",)),
}  # fmt: skip
# Nouns of which the name itself must have the word: "the ministry" is no other organisation.
WRITTEN = frozenset(("ministry", "department", "court", "council", "committee", "commission", "party", "union", "bank"))
# Heads that a name before them belongs to: "the Hayat Tahrir al-Sham group".
APPOSED = NEWSROOMS | frozenset(
    "group movement militia party company organisation organization campaign alliance coalition faction charity".split()
)


@dataclass(slots=True)
class Identities:
    """The actors of one article by token; what a pronoun was found to stand for is remembered."""

    g: Grammar
    named: dict[int, Actor] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)  # actor_id -> words of its titles
    gender: dict[str, str] = field(default_factory=dict)  # actor_id -> he or she, where it is known
    spoke: dict[int, Actor | None] = field(default_factory=dict)  # the speakers that were looked up, as they were found

    def find(self, speaker: int | None, phrase: Span) -> Actor | None:
        """The actor that the speaker stands for, or None."""
        if speaker is None:
            return None
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
        elif actor is None and self._is_definite(speaker, phrase):
            actor = self._by_role(speaker) or self._by_noun(speaker)
        if actor is not None:
            self.named.setdefault(speaker, actor)
        self.spoke[speaker] = actor
        return actor

    def _by_name(self, speaker: int, phrase: Span) -> Actor | None:
        if (actor := self.named.get(speaker)) is not None:
            return actor
        lemma = self.g.lemmas[speaker]
        for child in self.g.children[speaker]:
            actor = self.named.get(child)
            if actor is None:
                continue
            if self.g.deps[child] == "appos" and actor.kind == "person":
                return actor
            is_before = self.g.deps[child] in ("compound", "nmod", "appos", "amod") and phrase[0] <= child < phrase[1]
            if is_before and actor.kind not in ("state", "person") and lemma in APPOSED:
                return actor
        return None

    def _is_definite(self, speaker: int, phrase: Span) -> bool:
        determiners = {self.g.words[x] for x in self.g.children[speaker] if self.g.deps[x] == "det"}
        if not determiners & {"the", "this", "that"}:
            return False
        # "the president of Turkey", "the Iraqi army" say who they are and are not looked up.
        return not any(
            self.g.deps[x] in ("prep", "relcl", "acl", "poss") for x in self.g.children[speaker]
        ) and not any(self.g.entities[i] for i in range(*phrase))

    def _person(self, speaker: int, gender: str) -> Actor | None:
        for sentence in self._back(speaker, PRONOUN_REACH):
            people = {
                actor.actor_id: (actor, self._is_subject(i))
                for i, actor in reversed(sentence)
                if actor.kind == "person" and self.gender.get(actor.actor_id, gender) == gender
            }
            first = [actor for actor, is_subject in people.values() if is_subject]
            all_of = [actor for actor, _ in people.values()]
            if people:
                chosen = first[0] if len(first) == 1 else all_of[0] if len(all_of) == 1 else None
                if chosen is not None:
                    self.gender.setdefault(chosen.actor_id, gender)
                return chosen
        return None

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
        begin = g.begins[speaker]
        for _ in range(reach):
            begin = g.begins[max(begin - 1, 0)]
        return max((i for i in self.spoke if begin <= i < speaker and g.depth[i] <= g.depth[speaker]), default=None)

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
        kinds = NOUNS.get(self.g.lemmas[speaker])
        return self._body(speaker, kinds, NOUN_REACH) if kinds else None

    def _by_role(self, speaker: int) -> Actor | None:
        """The person whose title has the word: "the minister"."""
        lemma = self.g.lemmas[speaker]
        holders = {
            actor.actor_id: actor
            for i, actor in self.named.items()
            if i < speaker and lemma in self.roles.get(actor.actor_id, ())
        }
        return next(iter(holders.values())) if len(holders) == 1 else None

    def _is_subject(self, i: int) -> bool:
        while self.g.deps[i] in ("conj", "compound", "nmod", "appos") and self.g.heads[i] != i:
            i = self.g.heads[i]
        return self.g.deps[i] in SUBJECTS

    def _back(self, speaker: int, reach: int) -> Iterator[list[tuple[int, Actor]]]:
        """The named actors before the speaker, sentence by sentence, the nearest first; those quoted are left out."""
        g = self.g
        begin, end = g.begins[speaker], speaker
        for _ in range(reach + 1):
            yield [(i, self.named[i]) for i in range(begin, end) if i in self.named and g.depth[i] <= g.depth[speaker]]
            if begin == 0:
                return
            begin, end = g.begins[begin - 1], begin


def read_identities(g: Grammar, mentions: Sequence[Mention], actors: Sequence[Actor | None]) -> Identities:
    """What the mentions of the article say of who is who."""
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
                identities.named.setdefault(i, actor)
        role = mention.role or ""
        identities.roles.setdefault(actor.actor_id, set()).update(role.lower().replace("-", " ").split())
        first = role.replace(".", "").split()[-1:] or [""]
        if first[0] in TITLES_HE + TITLES_SHE:
            identities.gender.setdefault(actor.actor_id, "he" if first[0] in TITLES_HE else "she")
    return identities
