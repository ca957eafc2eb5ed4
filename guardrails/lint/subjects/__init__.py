"""What a lint looks at: one document, what stands around it, what the parser said of it."""
