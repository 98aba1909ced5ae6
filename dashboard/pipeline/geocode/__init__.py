"""Geocoding as geopy does it: `offline` is the gazetteer as a geocoder of geopy, `online` a service on the network.

The network is asked only where the settings name a service, about the names that `unplaced` finds left over; `answers`
keeps what it said.
"""
