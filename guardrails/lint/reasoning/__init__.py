"""What rules ask before they speak: which requests a statement meets, what contains what, who can become whom."""
