"""Adapter: reads what users write (`organization.yaml`, scenarios, exceptions) into nouns, with every problem found.

To add a key to a file: its pydantic model here, its reading in `nouns.py`, then `python scripts/build_schemas.py`.
Commands import `project.py`; pydantic is loaded only where a file is in doubt or a command checks it in full.
"""
