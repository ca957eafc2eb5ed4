"""Write the JSON Schemas of the files that users write; with `--check` only say whether they are current.

Usage: python scripts/build_schemas.py [--check]
"""

from __future__ import annotations

import sys

from guardrails.files.schemas import stale, write


def main(arguments: list[str]) -> int:
    """Return 0 when the schemas are current (or were written), 1 when `--check` finds stale ones, 2 for wrong usage."""
    if arguments == ["--check"]:
        names = stale()
        for name in names:
            print(f"guardrails/files/schemas/{name}.schema.json is stale: run python scripts/build_schemas.py")
        return 1 if names else 0
    if arguments:
        print(__doc__)
        return 2
    for file in write():
        print(file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
