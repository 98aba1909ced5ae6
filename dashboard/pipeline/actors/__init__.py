"""Actors: who a name stands for, within an article and across the corpus.

Limits: across articles two names are one actor when they are spelt alike, when `data/actors.yaml` says so, or when they
are full names in two romanisations (`romanised`); two people of one full name are one actor. A surname that nothing
resolves is one actor for all who bear it. Which mention names whom is found in `identity`, the names of people,
bodies and states are joined in the modules that are called so, and what is known beforehand stands in `known`.
"""

from dashboard.pipeline.actors.identity import Naming, find_namings
from dashboard.pipeline.actors.known import Actor, KnownActors, load_known
from dashboard.pipeline.actors.names import slug
from dashboard.pipeline.actors.offices import Office

__all__ = ["Actor", "KnownActors", "Naming", "Office", "find_namings", "load_known", "slug"]
