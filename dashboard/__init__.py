"""Dateline: news articles in, a dashboard that an analyst can trust out.

The one flow: `pipeline` reads articles and makes tables of entities, locations, actors and quotes, as the contract in
`tables` declares them; `store` loads them into DuckDB and applies `corrections`; `queries` answers what the pages ask,
under `filters`; `charts` and `views` make figures and HTML of the answers; `app` holds what every page shares. The
pages themselves are in `pages/`.
"""
