"""Articles in, tables out. In run order:

`articles` reads the files; `annotate` runs spaCy; `entities` finds the mentions; `gazetteer` and `locations` put them
on the map; `actors` says who they are; `quotes` finds who said what; `readings` is all of that for one article;
`geocode` asks an online service for the places that are left, where the settings name one; `stories` finds the copies;
`corpus` does it for every article and writes the set of tables.
"""
