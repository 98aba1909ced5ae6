"""What analysts corrected: an append-only file beside the tables, replayed on them whenever they are opened.

Flow: the file (`log`) holds lines, each one correction (`record`); the newest of two that disagree holds (`clashes`);
those that hold are applied to the tables in memory (`replay`). The Parquet files stay as preprocess wrote them.
"""
