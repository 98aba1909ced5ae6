"""Geocoding as geopy does it: `offline` is the gazetteer as a geocoder of geopy."""
