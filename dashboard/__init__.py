"""Dateline: news articles in, a dashboard that an analyst can trust out.

The one flow: `pipeline` reads articles and makes tables of entities, locations, actors and quotes; `tables` is the
contract that they keep; `store` loads them into DuckDB; `queries` answers what the pages ask, under `filters`;
`charts` draws the answers; `shell` is what every page shares; the pages themselves stand in `pages/`.
"""
