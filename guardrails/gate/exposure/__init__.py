"""How the internet reaches something: by a setting, by an address and an open group, or by a policy."""
