"""News articles out of files and folders: what is one, in one shape, and why the rest is not.

`read_articles` finds the files (`files`), has each read in its own format (`plain`, `webpage`, `lines`,
`rows`), understands what stands beside the text (`fields`, `dates`, `agency`), and judges every draft
(`judge`): it becomes an Article or a Reject, never nothing.
"""

from dashboard.pipeline.articles.reading import read_articles
from dashboard.pipeline.articles.record import Article, Reject

__all__ = ["Article", "Reject", "read_articles"]
