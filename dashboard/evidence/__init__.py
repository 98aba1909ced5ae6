"""Evidence: packs of what an analyst took from the pages, with the analyst's own words between, as files."""
