"""Reads news articles from files and folders, and says why anything in them is no article.

`read_articles` finds the files (`files`) and has each read in its format (`plain`, `webpage`, `lines`, `rows`). The
metadata is read from fields of any usual name (`fields`, `dates`, `agency`). Every raw article is then checked
(`acceptance`) and becomes either an Article or a Reject.
"""

from dashboard.pipeline.articles.reading import read_articles
from dashboard.pipeline.articles.record import Article, Reject

__all__ = ["Article", "Reject", "read_articles"]
