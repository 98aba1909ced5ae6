"""Quote: one quotation, with what the pipeline finds of it. `dashboard/pipeline/rows.py` adds its id and its text."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who says a quotation and is known as an actor; the offsets are those of its own words, "Qatar"."""

    actor_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: `parts` are its contiguous pieces, all offsets are characters of the article."""

    parts: tuple[tuple[int, int], ...]
    sentence: int
    kind: str
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speakers: tuple[Speaker, ...] = ()
    sourcing: str = "unknown"
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    stance: str | None = None
    via_actor_id: str | None = None
    confidence: float | None = None

    @property
    def start(self) -> int:
        """First character of the first part."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Character after the last part."""
        return self.parts[-1][1]

    @property
    def actor_id(self) -> str | None:
        """The first speaker that is known as an actor."""
        return self.speakers[0].actor_id if self.speakers else None

    def shift(self, characters: int, sentences: int) -> "Quote":
        """The same quotation behind so many characters and sentences more."""

        def later(at: int | None) -> int | None:
            return None if at is None else at + characters

        return replace(
            self,
            parts=tuple((start + characters, end + characters) for start, end in self.parts),
            sentence=self.sentence + sentences,
            speaker_start=later(self.speaker_start),
            speaker_end=later(self.speaker_end),
            speakers=tuple(
                replace(each, start=each.start + characters, end=each.end + characters) for each in self.speakers
            ),
            cue_start=later(self.cue_start),
            cue_end=later(self.cue_end),
        )
