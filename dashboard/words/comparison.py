"""Comparison: the words by which two texts, or what two speakers are called, are compared."""

import re

from dashboard.words.folding import fold

# Words that do not count.
COMMON = frozenset((
    "about after again against also although among and another any are because been before being between both but "
    "could did does doing down during each even ever every for from further had has have having her here hers "
    "herself him himself his how however into its itself just more most much must nor not now off once one only "
    "other our ours out over own same shall she should some still such than that the their theirs them themselves "
    "then there these they this those though through too under until upon very was were what when where whether "
    "which while who whom whose why will with within without would you your yours said says told"
).split())  # fmt: skip

# Letters at their beginning that two words must share to count as forms of one word: rebel and rebels.
ALIKE = 5

# A word of a folded text: three letters or more, in any script. Digits and signs of other alphabets are blanks there,
# or not among these.
LETTERS = re.compile(r"[a-z\x80-\U0010ffff]{3,}")


def find_stems(text: str) -> frozenset[str]:
    """The words of a text that are compared, folded, each cut to its first letters."""
    return frozenset(word[:ALIKE] for word in LETTERS.findall(fold(text)) if word not in COMMON)
