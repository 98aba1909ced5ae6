"""Fetches web pages into a folder that `dateline preprocess` reads: pages by their address, and those of feeds.

This is all in Dateline that asks web sites for articles. It does so only when it is told to, as by `dateline fetch` or
`dateline watch --feed`; `DATELINE_FETCH=off` forbids it.
"""

from dashboard.fetch.fetching import fetch
from dashboard.fetch.outcome import Failure, Fetched, Page

__all__ = ["Failure", "Fetched", "Page", "fetch"]
