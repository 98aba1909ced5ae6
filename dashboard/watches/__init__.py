"""Watches: views that are looked at after each run, and saved views, which are only kept; both have names."""
