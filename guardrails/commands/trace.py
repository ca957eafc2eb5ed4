"""`guardrails trace`: each requirement of a ledger with what meets it, what shows that, and whether it still holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from guardrails.commands.outcomes import PASSED, REFUSED, Misused, Undecided
from guardrails.commands.trace_page import page
from guardrails.commands.tracing import problems
from guardrails.files.requirements import FILE_NAME, STATUSES, Ledger, Row, read_ledger
from guardrails.renderers.table import clean, table


@click.command("trace")
@click.argument("wanted", metavar="[ROW...]", nargs=-1)
@click.option(
    "--root", type=click.Path(path_type=Path), help=f"Folder that holds {FILE_NAME} (default: nearest upward)."
)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--write", "target", type=click.Path(path_type=Path), help="Write the ledger as a Markdown page to a file."
)
@click.option("--check", "check_only", is_flag=True, help="With --write: write nothing; exit 1 when the page is stale.")
def command(wanted: tuple[str, ...], root: Path | None, format: str, target: Path | None, check_only: bool) -> int:
    """Show the requirements in requirements.yaml, and check that all they name exists.

    The file is yours: its series say which row ids there are (`A1..A67`, `REQ-7`), its rows say of each what it asks,
    how far it is met, by which artefacts and what tests show it. Nothing about the ids is built in. With ROW only these
    rows are shown, in full; everything is checked all the same.

    \b
    An artefact is a path, path#anchor (a block of Terraform, a heading, a Sid, a key) or a rule id (LINT-011).
    A test is path::name (a Python test, a run block of terraform test, an entry of a YAML file).

    Exit code 1 and a line each: a row that is missing, unknown or there twice; an artefact, test or rule that does not
    exist; a covered row without artefact or test; another status without a reason; a rule of the groups in `rules` that
    no row names. Exit code 2: the file has not the right form; 3: it cannot be read.
    """
    if check_only and target is None:
        raise Misused("--check goes with --write FILE")
    folder = _folder(root)
    ledger = _ledger(folder)
    shown = _chosen(ledger, wanted)
    found = list(problems(ledger, folder))
    if target is None:
        click.echo(_json(shown, found) if format == "json" else _text(shown, bool(wanted), found))
    else:
        for line in found:
            click.echo(clean(line))
        if not found and not _written(page(ledger, folder, target), target, check_only):
            found = [f"{target} is stale"]
    return REFUSED if found else PASSED


def _folder(root: Path | None) -> Path:
    if root is not None:
        return root
    here = Path.cwd()
    found = next((one for one in (here, *here.parents) if (one / FILE_NAME).exists()), None)
    if found is None:
        raise Undecided(f"there is no {FILE_NAME} here or in a folder above")
    return found


def _ledger(folder: Path) -> Ledger:
    ledger = read_ledger(folder / FILE_NAME, folder)
    if isinstance(ledger, Ledger):
        return ledger
    lines = [
        clean(f"{one.location}: {one.message} [{one.rule}]" + (f"; {one.help}" if one.help else "")) for one in ledger
    ]
    raise Undecided(lines) if any(one.rule.startswith("FILE-") for one in ledger) else Misused(lines)


def _chosen(ledger: Ledger, wanted: Sequence[str]) -> tuple[Row, ...]:
    known = {row.id: row for row in ledger.rows}
    unknown = [one for one in wanted if one not in known]
    if unknown:
        from difflib import get_close_matches

        close = get_close_matches(unknown[0], known, n=2)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise Misused(f"{clean(unknown[0])} is no row of {FILE_NAME}{hint}")
    return tuple(known[one] for one in dict.fromkeys(wanted)) if wanted else ledger.rows


def _text(rows: Sequence[Row], full: bool, found: Sequence[str]) -> str:
    if full:
        lines = [line for row in rows for line in (*_full(row), "")]
    else:
        cells = [(row.id, row.status, str(len(row.artefacts)), str(len(row.tests)), row.what) for row in rows]
        lines = [*table(("ROW", "STATUS", "BY", "TESTS", "WHAT"), cells), ""]
    lines += [f"error: {clean(one)}" for one in found] + ([""] if found else [])
    counts = Counter(row.status for row in rows)
    said = ", ".join(f"{counts[one]} {one}" for one in STATUSES if counts[one])
    return "\n".join([*lines, f"{len(rows)} rows: {said or 'none'}; {len(found)} problems"])


def _full(row: Row) -> list[str]:
    lines = [f"{row.id} {row.status}: {row.what}"]
    lines += [f"  because: {row.reason}"] if row.reason else []
    lines += [f"  by: {one}" for one in row.artefacts]
    return [clean(line) for line in [*lines, *(f"  test: {one}" for one in row.tests)]]


def _json(rows: Sequence[Row], found: Sequence[str]) -> str:
    shown = [
        {
            "id": row.id,
            "what": row.what,
            "status": row.status,
            "reason": row.reason,
            "artefacts": list(row.artefacts),
            "tests": list(row.tests),
        }
        for row in rows
    ]
    return json.dumps({"version": 1, "rows": shown, "problems": list(found)}, indent=2, ensure_ascii=False)


def _written(text: str, target: Path, check_only: bool) -> bool:
    """Write the page, or say whether it is current; a file that cannot be written is wrong usage."""
    try:
        current = target.read_text(encoding="utf-8") if target.is_file() else None
        if check_only:
            if current == text:
                return True
            click.echo(f"{target} is stale; run guardrails trace --write {target}")
            return False
        if target.is_symlink():
            raise Misused(f"{target} is a link; what it leads to is not ours to overwrite")
        target.write_text(text, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"{target}: {getattr(error, 'strerror', None) or 'cannot be read'}") from None
    click.echo(f"{target} written")
    return True
