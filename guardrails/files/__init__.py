"""Adapter: reads what users write (`organization.yaml`, scenarios, exceptions) into nouns and lists every problem found.

To add a kind of file: a pydantic model here, its JSON Schema by the schema script, a noun in `model` if others need it.
"""
