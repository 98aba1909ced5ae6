"""Additions: files that somebody adds in the browser, what would be read of them, and the run that reads them."""
