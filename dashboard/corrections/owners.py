"""The corrections of actors: whose the mentions, speakers and quotes are after them.

They are applied the oldest first, each to what those before it left.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.corrections.clashes import find_contradicted
from dashboard.corrections.codes import NO_ROWS, NONE, Numbers, among, group
from dashboard.corrections.places import Placing
from dashboard.corrections.record import Correction
from dashboard.corrections.touched import Row, Touched


class Owned:
    """Rows and the actor that each belongs to: `actor` has its code, NONE for nobody."""

    def __init__(self) -> None:
        self.actor = NO_ROWS
        self._positions: dict[int, Numbers] = {}

    def grow(self, actor: Numbers, positions: Mapping[int, Numbers], owners: Sequence[int]) -> None:
        """Take the rows that were looked up since, which belong to `actor`, and all that these owners have of old.

        `positions` are those of all rows, as preprocess left them.
        """
        self.actor = np.append(self.actor, actor[len(self.actor) :])
        for owner in owners:
            rows = positions.get(owner, NO_ROWS)
            rows = rows[self.actor[rows] == owner]
            self._positions[owner] = np.union1d(rows, self.of(owner)) if owner in self._positions else rows

    def of(self, actor: int) -> Numbers:
        """The positions of an actor's rows."""
        return self._positions.get(actor, NO_ROWS)

    def give(self, positions: Numbers, one: int, other: int) -> None:
        """Give rows of one actor to another."""
        if not len(positions):
            return
        self.actor[positions] = other
        of_one = self.of(one)
        self._positions[one] = NO_ROWS if len(positions) == len(of_one) else of_one[self.actor[of_one] == one]
        if other != NONE:
            self._positions[other] = np.append(self.of(other), positions)


class Owners:
    """Whose the touched rows are, after `applied`.

    - `mentions`, `speakers`, `quotes`: whose each is; of a quote, the outlet that it was told.
    - `actors`: the actors that corrections name and that are in the table now; `renamed`: those with a new name or row.
    - `gone`: id of an actor -> the merge or hide that took it away; `gone_names`: -> the name that it had.
    - `states`: id of a correction -> its state, and the id of the correction that is the cause, if one is.
    - `corrected`: id of a correction -> the positions of the mentions that it changed.
    """

    def __init__(self, touched: Touched, placing: Placing) -> None:
        self.touched = touched
        self.mentions, self.speakers, self.quotes = Owned(), Owned(), Owned()
        self.actors: dict[str, Row] = {}
        self.renamed: set[str] = set()
        self.gone: dict[str, Correction] = {}
        self.gone_names: dict[str, str] = {}
        self.states: dict[str, tuple[str, str]] = {}
        self.corrected: dict[str, Numbers] = {}
        self.applied: list[Correction] = []
        self._contradicted: dict[str, Correction] = {}
        self._subjects: set[str] = set()
        self._grow()
        for owned, moves in ((self.mentions, placing.acting), (self.speakers, placing.said)):
            for (was, now), positions in moves.items():
                owned.give(np.array(positions), was, now)
        self._moves = placing.acting, placing.said

    def code(self, actor: str) -> int:
        """The code of an actor; NONE for "", which is nobody."""
        return self.touched.codes.code(actor) if actor else NONE

    def follow(self, actor: str) -> str:
        """The id of the actor that an actor's mentions belong to now: "" where it is hidden."""
        while actor in self.gone:
            actor = self.gone[actor].into
        return actor

    def leads_to(
        self, placing: Placing, corrections: Sequence[Correction], contradicted: Mapping[str, Correction]
    ) -> bool:
        """Whether the first of these are those that are applied, placed and contradicted as they were."""
        applied = {each.id for each in self.applied}
        return (
            self.applied == corrections[: len(self.applied)]
            and self._moves == (placing.acting, placing.said)
            and self._contradicted == {each: by for each, by in contradicted.items() if each in applied}
        )

    def apply(self, corrections: Sequence[Correction], contradicted: Mapping[str, Correction]) -> None:
        """Apply further corrections, and note the state of each."""
        self._grow()
        named = {actor for each in corrections for actor in (each.actor, each.into)}
        new = named - {actor for each in self.applied for actor in (each.actor, each.into)}
        self.actors |= {actor: self.touched.actors[actor] for actor in new if actor in self.touched.actors}
        for each in corrections:
            if each.id in contradicted:
                self.states[each.id] = ("contradicted", contradicted[each.id].id)
                self._contradicted[each.id] = contradicted[each.id]
            elif each.actor in self.gone:
                self.states[each.id] = ("contradicted", self.gone[each.actor].id)
            else:
                self.states[each.id] = ("applied", "") if self._apply(each) else ("lost its text", "")
        self.applied += corrections

    def _grow(self) -> None:
        """Take the rows that were looked up since."""
        touched = self.touched
        new = touched.codes.codes(touched.subjects - self._subjects).tolist()
        self.mentions.grow(touched.mentions.actor, touched.by_actor, new)
        self.speakers.grow(touched.speakers.actor, touched.said, new)
        self.quotes.grow(touched.quotes.via, touched.told, new)
        self._subjects |= touched.subjects

    def _apply(self, each: Correction) -> bool:
        """Apply one correction; false, and nothing done, where the tables lack what it names."""
        into = self.follow(each.into)
        if each.actor not in self.actors:
            return False
        if each.kind == "merge" and (into not in self.actors or into == each.actor):
            return False
        mentions = self.mentions.of(self.code(each.actor))
        if each.kind == "split":
            mentions = self._narrow(mentions, each)
            if not len(mentions):
                return False
            self._split(each, each.into if each.into in self.actors else into, mentions)
        elif each.kind == "rename":
            self.actors[each.actor] = self.actors[each.actor] | {"name": each.name, "unsure": False}
            self.renamed.add(each.actor)
        else:
            self._take_away(each, into)
        self.corrected[each.id] = mentions
        return True

    def _narrow(self, mentions: Numbers, split: Correction) -> Numbers:
        """Those of the mentions that are written and stand where a split says."""
        touched = self.touched
        if split.articles:
            mentions = mentions[among(touched.mentions.article[mentions], touched.inside(split.articles))]
        if split.surfaces:
            mentions = mentions[among(touched.mentions.surface[mentions], touched.codes.codes(split.surfaces))]
        return mentions

    def _take_away(self, taking: Correction, into: str) -> None:
        """Give all that the actor has which is merged or hidden to `into`, "" for nobody, and note where it went."""
        one, other = self.code(taking.actor), self.code(into)
        for owned in (self.mentions, self.speakers, self.quotes):
            owned.give(owned.of(one), one, other)
        self.gone[taking.actor] = taking
        self.gone_names[taking.actor] = self.actors.pop(taking.actor)["name"]

    def _split(self, split: Correction, into: str, mentions: Numbers) -> None:
        """Give these mentions to `into`, or where the tables have no such actor, to a new one of the same kind.

        The speakers in whose words one of them stands go along. One that is no mention ("he") does where its article
        names the first actor no more, and so does an outlet.
        """
        if into not in self.actors:
            into = split.into
            new = {"actor_id": into, "name": split.name or into, "unsure": False}
            self.actors[into] = self.actors[split.actor] | new | {"aliases": [], "mentions": 0, "articles": 0}
            self.renamed.add(into)
            self.gone.pop(into, None)
        one, other = self.code(split.actor), self.code(into)
        self.mentions.give(mentions, one, other)
        said, told = self.speakers.of(one), self.quotes.of(one)
        if not len(said) and not len(told):
            return
        touched = self.touched
        articles = touched.mentions.article[mentions]
        emptied = np.setdiff1d(articles, touched.mentions.article[self.mentions.of(one)])
        inside = touched.quotes.article[touched.speakers.quote[said]]
        goes = among(inside, emptied)
        spans = group(articles, mentions)
        for number in np.flatnonzero(among(inside, articles) & ~goes).tolist():
            moved, speaker = spans[int(inside[number])], said[number]
            goes[number] = np.any((touched.mentions.start[moved] < touched.speakers.end[speaker])
                                  & (touched.mentions.end[moved] > touched.speakers.start[speaker]))  # fmt: skip
        self.speakers.give(said[goes], one, other)
        self.quotes.give(told[among(touched.quotes.article[told], emptied)], one, other)


def correct_actors(
    touched: Touched, placing: Placing, corrections: Sequence[Correction], before: Owners | None
) -> Owners:
    """Whose the rows are after these corrections, the oldest first.

    `before` is what came back last time. Where no more than corrections behind the last one were added, it is taken
    further: 2,000 that hold as they did are not applied again.
    """
    contradicted = find_contradicted(corrections)
    if before is None or not before.leads_to(placing, corrections, contradicted):
        before = Owners(touched, placing)
    before.apply(corrections[len(before.applied) :], contradicted)
    return before
