"""What a plan costs whether or not it is used: accelerators by type, and the parts of a network that have a price."""
