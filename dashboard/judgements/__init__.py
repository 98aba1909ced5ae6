"""Judgements: a sample of what was found, which people judge by hand, and how much of it is right.

`dateline audit` is another thing: it checks whether tables keep their contract.
"""
