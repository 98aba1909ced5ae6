"""Strikes: bombs and shells that fall on a place: verbs and nouns, who strikes, and where it hits.

Limits: strikes from the air or of artillery; a bomb in a car, a shooting and an assault on the ground are none. A
"strike" or "raid" without a word for what it comes from is one only in an article that has one with such a word.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.claims.roles import find_agent, find_behind
from dashboard.pipeline.movements.ends import IN, ON, Ends
from dashboard.pipeline.movements.movers import FORCES, STATES, Movers
from dashboard.pipeline.movements.places import Places
from dashboard.pipeline.quotes.grammar import Grammar

BOMBING = lexicon.words("bombing_verb")
HITTING = lexicon.words("hitting_verb")
LANDING = lexicon.words("landing_verb")
FIRING = lexicon.words("firing_verb")
CARRYING_OUT = lexicon.words("carrying_out")
BOMBARDMENTS = lexicon.words("bombardment")
RAIDS = lexicon.words("raid")
STRIKES = RAIDS | lexicon.words("strike")
BY_AIR = lexicon.words("by_air")
PROJECTILES = lexicon.words("projectile")
CRAFT = lexicon.words("bomber")
BOMBERS = CRAFT | PROJECTILES
BOMBS = lexicon.words("bomb")
FIRED = BOMBERS | BOMBS
VERBS = BOMBING | HITTING | LANDING | FIRING
# Who strikes, where a word before the noun says it: "regime air strikes".
SIDES = FORCES | STATES
# Sorts of those who bear arms, and of what stands for them.
STRIKERS = ("forces", "state", "person", "pronoun")
SUSPECTED = lexicon.words("suspected")
BEFORE = ("compound", "amod", "nmod", "poss")


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike: who is the head word of the phrase that says it."""

    word: int
    who: int | None
    origins: list[Named]
    goals: list[Named]


class Strikes:
    """The strikes of one article."""

    def __init__(self, g: Grammar, places: Places, movers: Movers) -> None:
        self._g, self._places, self._movers = g, places, movers
        self._has_air_strike = False
        self._has_air_strike = any(self._is_strike(noun) for noun in range(len(g.words)))

    def find(self, word: int) -> Strike | None:
        """What a verb or noun says of a strike; None where it says none."""
        g = self._g
        if g.pos[word] == "NOUN":
            return self._read_noun(word) if self._is_strike(word) else None
        return self._read_verb(word) if g.pos[word] == "VERB" and g.lemmas[word] in VERBS else None

    def _read_verb(self, verb: int) -> Strike | None:
        g, movers = self._g, self._movers
        passive, subject = movers.is_passive(verb), movers.find_subject(verb)
        doer = find_agent(g, verb) if passive else subject
        done = subject if passive else movers.find_object(verb)
        behind = [verb] if done is None or done < verb else [verb, done]
        hit: list[Named] = []
        if g.lemmas[verb] in FIRING:
            strikes, to = done is not None and self._flies(done, FIRED), ON
        elif g.lemmas[verb] in LANDING:
            strikes, to = doer is not None and self._flies(doer, PROJECTILES), IN | ON
        else:
            strikes, to = self._hits(verb, doer), IN | ON if g.lemmas[verb] in BOMBING else IN
            hit = [] if done is None else self._places.find(done, None)
        if not strikes:
            return None
        ends = self._find_ends(behind, to, doer)
        who = None if self._is_suspected(verb) else self._find_striker(doer)
        return Strike(verb, who, ends.origins, hit or ends.goals)

    def _hits(self, verb: int, doer: int | None) -> bool:
        """Whether the verb says that bombs or shells fall, by itself or by who does it."""
        lemma = self._g.lemmas[verb]
        if doer is None:
            return lemma in BOMBING - {"bomb"}
        if lemma in BOMBING and (lemma != "bomb" or self._movers.find_sort(doer) in ("forces", "state")):
            return True
        strike = self._find_strike(doer)
        # "The air strikes on Homs killed ten": the noun says it.
        return self._flies(doer) if strike is None else not Ends(self._g, self._places, [strike], ON | IN, None).goals

    def _read_noun(self, noun: int) -> Strike | None:
        g, movers = self._g, self._movers
        anchors, doer, whole = [noun], find_agent(g, noun), self._find_whole(noun)
        if whole != noun:
            anchors.append(whole)
        head = g.heads[whole]
        if g.deps[whole] in ("dobj", "nsubjpass") and g.lemmas[head] in CARRYING_OUT:
            anchors.append(head)
            if doer is None:
                doer = find_agent(g, head) if g.deps[whole] == "nsubjpass" else movers.find_subject(head)
        for child in g.children[whole]:
            if g.deps[child] == "acl" and g.tags[child] == "VBN" and g.lemmas[child] in CARRYING_OUT:
                anchors.append(child)  # "air strikes carried out by rebels in Homs"
                doer = find_agent(g, child) if doer is None else doer
        who = self._find_striker(doer)
        if who is None:
            who = self._find_side(noun)
        if any(self._is_suspected(x) for x in anchors):
            who = None
        ends = self._find_ends(anchors, ON | IN, doer)
        goals = ends.goals or [place for x in self._targets(noun) for place in self._places.find(x, None)]
        return Strike(noun, who, ends.origins, goals)

    def _find_ends(self, words: Sequence[int], to: Set[str], doer: int | None) -> Ends:
        """From where and to where, as said behind these words; else behind who does it: "strikes by rebels on Homs"."""
        ends = Ends(self._g, self._places, words, to, None)
        if ends.goals or doer is None or doer < max(words):
            return ends
        return Ends(self._g, self._places, [doer], ON, None)

    def _targets(self, noun: int) -> Iterator[int]:
        """The objects of "airstrikes targeting Homs", "shelling of Homs"."""
        g = self._g
        for child in g.children[noun]:
            if child > noun and g.deps[child] == "acl" and g.lemmas[child] in HITTING and g.tags[child] == "VBG":
                yield from (x for x in g.children[child] if g.deps[x] == "dobj")
        yield from find_behind(g, noun, ("of",))

    def _is_strike(self, noun: int) -> bool:
        """Whether it is a noun of bombs and shells that fall: "airstrikes", "missile attack"."""
        word = self._g.words[noun]
        if self._g.pos[noun] != "NOUN" or word in BOMBARDMENTS:
            return self._g.pos[noun] == "NOUN"
        return (word in STRIKES and self._is_by_air(noun)) or (word in RAIDS and self._has_air_strike)

    def _find_strike(self, noun: int) -> int | None:
        """The noun of a strike, counted or not: "a wave of air raids"."""
        return next((x for x in self._counted(noun) if self._is_strike(x)), None)

    def _find_whole(self, noun: int) -> int:
        """The noun that counts the strikes, else the strikes."""
        g = self._g
        preposition = g.heads[noun]
        is_counted = g.deps[noun] == "pobj" and g.words[preposition] == "of" and g.pos[g.heads[preposition]] == "NOUN"
        return g.heads[preposition] if is_counted else noun

    def _flies(self, noun: int, alone: Set[str] = BOMBERS) -> bool:
        """Whether it is a projectile or what shoots it, counted or not: "dozens of rockets".

        A bomb flies where a word says so ("barrel bomb"), and where it is one of the words `alone`.
        """
        words = self._g.words
        return any(words[x] in alone or (words[x] in BOMBS and self._is_by_air(x)) for x in self._counted(noun))

    def _counted(self, noun: int) -> list[int]:
        """The noun, and what is counted by it."""
        return [noun, *find_behind(self._g, noun, ("of",))]

    def _is_by_air(self, noun: int) -> bool:
        """Whether a word before the noun says what it comes from: "air strikes", "mortar fire"."""
        g = self._g
        return any(g.words[x] in BY_AIR for x in range(g.left[noun], noun) if g.heads[x] == noun or x == noun - 1)

    def _find_striker(self, doer: int | None) -> int | None:
        """Who strikes: who is known to bear arms, what bombs, or whose strikes they are; not what falls."""
        if doer is None or self._is_suspected(doer):
            return None
        if (strike := self._find_strike(doer)) is not None:
            return self._find_side(strike)
        bombs = any(self._g.words[x] in CRAFT for x in self._counted(doer))
        return doer if bombs or self._movers.find_sort(doer) in STRIKERS else None

    def _is_suspected(self, word: int) -> bool:
        """Whether a word before a noun or at a verb, or the verb above, leaves open who strikes."""
        g = self._g
        beside = (x for x in g.children[word] if g.deps[x] in (*BEFORE, "advmod"))
        return g.lemmas[g.heads[word]] in SUSPECTED or any(g.words[x] in SUSPECTED for x in beside)

    def _find_side(self, noun: int) -> int | None:
        """Who strikes, by the words before the noun: "Russian airstrikes", "regime shelling"."""
        g = self._g
        if g.deps[noun] == "conj" and self._movers.find_sort(g.heads[noun]) in STRIKERS:
            return None  # "the army and Russian airstrikes": they are two sides' strikes
        for child in reversed(g.children[noun]):
            is_side = g.words[child] in SIDES or g.entities[child] in ("NORP", "GPE", "ORG")
            is_credit = self._movers.is_media(child)  # as in "AFP Air strikes on Homs"
            if child < noun and g.deps[child] in BEFORE and is_side and g.words[child] not in BY_AIR and not is_credit:
                return child
        return None
