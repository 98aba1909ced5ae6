"""The tables: their contract, the files that hold a set of them, their documentation, and those of the sample."""
