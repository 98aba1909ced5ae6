"""Digests: what the watches found in a set, kept beside the tables, as a page of its own and as a feed."""
