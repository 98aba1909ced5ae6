"""Roles: the titles before a name, taken off the name and remembered."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.entities.spans import DAYS

# To ask for the capital first spares most places in a text the way through all titles.
TITLE = re.compile(
    r"(?=[A-Z])"
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Maj|Capt|Sen|Rep|Gov|Rev)\.?|Sir|Dame|Lord|Lady|Sheikh|Imam|Ayatollah"
    r"|Pope|King|Queen|Prince|Princess|Emir|Sultan|(?:Vice[- ])?President(?:[- ][Ee]lect)?"
    r"|(?:Deputy )?(?:Prime|Foreign|Interior|Defen[cs]e|Finance) Minister|Minister|Chancellor|Premier"
    r"|Secretary(?:[- ]General| of (?:State|Defen[cs]e|Homeland Security))?|Ambassador"
    r"|Senator|Governor|Mayor|General(?! Staff| Assembly| Command| Council)|Colonel|Major|Captain|Lieutenant"
    r"|Brigadier|Admiral|Professor|Judge|Justice|Chairman|Chairwoman|Spokesman|Spokeswoman|Envoy)\s+"
)
TITLES = re.compile(rf"\b(?:{TITLE.pattern})+")
TITLED = re.compile(rf"{TITLE.pattern}$")
# The nation or body before a title belongs to the role: "Syrian President", "US President-elect".
ROLE = re.compile(rf"((?:[A-Z][\w.]*\s+){{0,2}}(?:{TITLE.pattern})+)$")

# A full stop that is not of an acronym or a title: of "Rights.", not of "U.S." or "Gen.".
SENTENCE_END = re.compile(r"[a-z]{4}\.$")

# Characters before a name in which its titles may stand.
REACH = 80


def is_titled(text: str, start: int) -> bool:
    """Whether a title stands right before this character."""
    return TITLED.search(text, max(0, start - REACH), start) is not None


def split_role(text: str, mention: Mention) -> Mention:
    """The mention without the titles it begins with; `role` is the titles and the nation before them."""
    start = mention.start
    while (title := TITLE.match(text, start, mention.end)) and title.end() < mention.end:
        start = title.end()
    before = ROLE.search(text, max(0, start - REACH), start) if is_titled(text, start) else None
    role = _without_sentence(before.group(1).split()) if before and "\n" not in before.group(1) else None
    return replace(mention, start=start, surface=text[start : mention.end], role=role)


def _without_sentence(words: Sequence[str]) -> str:
    """The role without what stands before it: the end of another sentence, or a day ("Thursday Syrian President")."""
    starts = [n + 1 for n, word in enumerate(words[:-1]) if word in DAYS or SENTENCE_END.search(word)]
    return " ".join(words[max(starts, default=0) :])
