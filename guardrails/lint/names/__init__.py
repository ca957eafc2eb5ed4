"""Names that people confuse, and what they meant."""
