"""What analysts corrected: an append-only file beside the tables, replayed on them whenever they are opened.

Flow: the file (`log`) holds lines, each one correction (`record`); the newest of two that disagree holds (`clashes`).
A `replay` looks up the rows that they name (`lookup`, kept in `touched`), and applies first the corrections of places
(`places`), then those of actors (`owners`), in memory. What comes back are the rows that differ (`changes`), which are
laid over the tables (`overlay`). The tables themselves stay as preprocess wrote them.
"""
