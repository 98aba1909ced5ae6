"""Mention: one name of an article, where it stands and what sort of name it is."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: characters `start` to `end` of the article, the sentence's number, its OntoNotes label."""

    start: int
    end: int
    sentence: int
    surface: str
    label: str
    role: str | None = None
    within: str = ""  # the label of the longer name that it is a part of
    probability: float | None = (
        None  # that it is a name of this type, by the encoder; None where it was found otherwise
    )

    def shift(self, characters: int, sentences: int) -> "Mention":
        """The same mention behind so many characters and sentences more."""
        return replace(
            self, start=self.start + characters, end=self.end + characters, sentence=self.sentence + sentences
        )
