"""Known: what recognition asks of the known actors; `actors.KnownActors` answers."""

from typing import Protocol


class Kinded(Protocol):
    """What has a kind of the contract."""

    @property
    def kind(self) -> str:
        """One of the contract's KINDS."""


class Known(Protocol):
    """Whoever knows actors by name."""

    def find(self, name: str) -> Kinded | None:
        """The actor that bears this name."""

    def may_begin(self, word: str) -> bool:
        """Whether a name of several words that `find` knows may begin with this one."""


# Kind of an actor -> OntoNotes label of its names. States are left out: their names are places, and which of the two
# is meant is a question of sense.
LABEL_OF_KIND = {
    "person": "PERSON",
    **dict.fromkeys(("armed group", "government", "military", "organisation", "media", "company"), "ORG"),
}
