"""Columns: what pages count by, as numbers in mapped files, and the strings that the numbers stand for."""
