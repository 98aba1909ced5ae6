"""Geocoding with geopy: `offline` makes the gazetteer a geocoder of geopy, `online` asks a service on the network.

A service is asked only if the settings name one, and only for the names that `unplaced` finds not placed yet. `answers`
caches what it answers.
"""
