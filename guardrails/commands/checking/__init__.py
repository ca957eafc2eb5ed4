"""What `check` is made of: what to look at, its surroundings, what was found, what is mended, the report."""
