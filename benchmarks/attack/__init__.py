"""Attacks on Dateline: each module tries many inputs or moments, and prints what came out and how to see it again."""
