"""Evidence: packs of what an analyst took from the pages, with her own words between; as files that can be kept."""
