"""Predicted requests on the screen: as text, and as JSON with a published schema."""
