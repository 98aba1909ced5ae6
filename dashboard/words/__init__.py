"""Words: which articles and quotes hold what an analyst searches for.

`folding` says what a word is and which letters count as the same, `query` reads what is typed, `index` finds it.
"""
