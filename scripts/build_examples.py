"""Refreshes the output below each `$ guardrails ...` of the README and of the pages in `docs/`.

With `--check` nothing is written; the exit code is 1 when a page shows something else than the command prints.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```\n\$ guardrails (?P<words>.+)\n(?P<shown>(?:(?!```).*\n)*)```$", re.MULTILINE)


def main() -> int:
    """Write or check the pages and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a page is stale, write nothing")
    check = parser.parse_args().check
    stale = []
    for page in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))):
        text = page.read_text("utf-8")
        fresh = BLOCK.sub(lambda block: f"```\n$ guardrails {block['words']}\n{output(block['words'])}```", text)
        if fresh != text:
            stale.append(str(page.relative_to(PROJECT)))
            if not check:
                page.write_text(fresh, "utf-8")
    if stale and check:
        print(f"{', '.join(stale)}: the shown output is stale; run `make docs`", file=sys.stderr)
    return 1 if stale and check else 0


def output(words: str) -> str:
    """Return what the command prints, the answer before the remarks, without blanks at line ends."""
    command = [sys.executable, "-m", "guardrails", *shlex.split(words)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
