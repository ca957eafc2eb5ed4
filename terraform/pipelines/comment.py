"""One comment from the plans of several roots: Markdown on stdout, always shorter than GitHub's 65,536 characters.

Usage: comment.py FOLDER [ROOTS]

Every FOLDER/<root>.txt is what the gate says of one plan, where it was judged, and the text of the plan; `/` in a
root's name is written `--`. ROOTS is a JSON list of the roots that were to be planned: one without a text is shown as
not planned, for its job ended before.

A plan may hold names and tags that somebody chose to be read as Markdown, so each stands in a fence longer than any
run of backticks in it. Terraform masks sensitive values in the text of a plan.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

LIMIT = 65_000
"""GitHub refuses a comment of more than 65,536 characters; the rest is room for its own additions."""

MARK = "<!-- guardrails:plan -->"
_SUMMARY = re.compile(r"^(Plan: .*|No changes\..*|Error: .*)$", re.MULTILINE)

_VERDICT = re.compile(r"^(?:PASSED|REFUSED|UNDECIDED|error): .*$", re.MULTILINE)


def comment(plans: dict[str, str]) -> str:
    """Return the comment: what each root's plan comes to, then the plans, each cut to its share of the room."""
    head = [MARK, "## Terraform plans", "", "| root | result | gate |", "| --- | --- | --- |"]
    head += [f"| `{_code(root)}` | {_plain(_result(text))} | {_plain(_gate(text))} |" for root, text in plans.items()]
    if not plans:
        head = [MARK, "## Terraform plans", "", "This change affects no root."]
    text = "\n".join(head)
    room = (LIMIT - len(text)) // max(len(plans), 1)
    blocks = [_block(root, text, room) for root, text in plans.items()]
    return "\n".join([text, *blocks])[:LIMIT] + "\n"


def _result(text: str) -> str:
    found = _SUMMARY.search(text)
    return found.group() if found else "no summary: see the log"


def _gate(text: str) -> str:
    """Return the gate's last line; it stands above the plan, so no name in a plan can pretend to be it."""
    found = _VERDICT.search(text)
    return found.group() if found else "not judged"


def _block(root: str, text: str, room: int) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=2) + 1)
    fence = max(fence, "```", key=len)
    frame = f"\n<details><summary>{_code(root)}</summary>\n\n{fence}\n{{}}\n{fence}\n\n</details>"
    note = "\n... cut: the whole plan is in the log of its job"
    kept = room - len(frame)
    if kept < len(note):
        return ""
    return frame.replace("{}", text if len(text) <= kept else text[: kept - len(note)] + note, 1)


def _plain(text: str) -> str:
    return re.sub(r"[\\|<>`*_\[\]@#]", lambda found: "\\" + found.group(), text)[:200]


def _code(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9/_. -]", "?", text)


def read(folder: Path) -> dict[str, str]:
    """Return the texts by root, in the order of their names."""
    files = sorted(folder.glob("*.txt"))
    texts = {file: file.read_text("utf-8", errors="replace").strip() for file in files if file.is_file()}
    return {file.stem.replace("--", "/"): text for file, text in texts.items()}


def main(words: list[str]) -> int:
    """Print the comment; 2 where the words are not those of the usage."""
    try:
        roots = json.loads(words[1]) if len(words) > 1 else []
        plans = read(Path(words[0]))
    except (IndexError, ValueError, OSError) as error:
        print(f"error: {error}\n\n{__doc__}", file=sys.stderr)
        return 2
    missing = {str(root): "Error: not planned, see its job" for root in roots if root not in plans}
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(comment({**missing, **plans}), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
