"""Receipts: what is cited, in a form that can be checked later: a sentence, a quote or a number, as JSON.

`writing` makes them, `verifying` says what became of what they cite, `files` reads them from files, `places` finds
words again in other articles and sets.
"""
