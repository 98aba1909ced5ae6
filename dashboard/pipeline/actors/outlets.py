"""Outlets: whether an actor is the outlet that an article is from.

Limits: the outlet goes by its name or its address ("reuters.com"); an agency whose article another prints is not that.
"""

from dashboard.pipeline.actors.known import Actor, KnownActors
from dashboard.pipeline.actors.names import name_key

# Kinds of actors that are no outlet, whatever it is called: the paper "Jordan" is not the state.
NO_OUTLETS = ("person", "state", "people")


def is_own_outlet(actor: Actor, source: str | None, known: KnownActors) -> bool:
    """Whether the actor is the outlet of this name or address."""
    if source is None or actor.kind in NO_OUTLETS:
        return False
    name = source if " " in source else source.removeprefix("www.").partition(".")[0]
    return actor in (known.find(name), known.find(name.upper())) or name_key(name) == name_key(actor.name)
