"""`guardrails render`: the final policy documents, as Terraform attaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.catalog.quotas import CURRENT, LEGACY
from guardrails.commands.opening import open_project, project_options
from guardrails.commands.outcomes import PASSED, REFUSED, UNDECIDED, Misused
from guardrails.files.loaded import Project
from guardrails.files.rendering import Pack, Size, minified, packed_nodes, packed_text, rendered, sizes
from guardrails.renderers.table import table

if TYPE_CHECKING:
    from guardrails.commands.packing import Packing

FOLDER = "rendered"
"""Below the folder of the organization file; where rendered documents stand unless `-o` says otherwise."""


@click.command("render")
@click.option("--check", "check_only", is_flag=True, help="Write nothing; exit 1 when a file is missing or stale.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to (default: scps/rendered).")
@click.option("--tfvars", is_flag=True, help="Write the values of the live Terraform roots instead of documents.")
@click.option("--rules", is_flag=True, help="Write rules/settings.json for plain Checkov and cfn-lint instead.")
@click.option("--packed", is_flag=True, help="Merge documents where a node has too few slots.")
@click.option("--profile", type=click.Choice(["current", "legacy"]), default="current", help="Quotas to pack for.")
@project_options
def command(
    check_only: bool,
    output: Path | None,
    tfvars: bool,
    rules: bool,
    packed: bool,
    profile: str,
    root: Path | None,
    today: datetime | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> int:
    """Write the final document of every policy, minified, and show its size against both quota profiles.

    With --packed, documents are merged where the slots of a node do not suffice, and it is proved over all requests
    that no answer changes: the exit code is 1 when one does or when no packing fits, 3 when the prover cannot decide.
    It is 1 as well when a document is larger than AWS's current quota: AWS would refuse it.

    With --tfvars, every root in terraform/live/ACCOUNT/MODULE gets its guardrails.auto.tfvars.json and backend.hcl
    from the organization file. A folder that is no account's or no module's, or a value that the file lacks, ends
    in 2.

    With --rules, rules/settings.json is written: what our rules for Checkov and cfn-lint know of the organization when
    these tools run by themselves. The gate does not need the file.
    """
    if (tfvars or rules) and (packed or output is not None or (tfvars and rules)):
        raise Misused("--tfvars and --rules go with nothing but --check: each writes where its readers look")
    project = open_project(root, today, quiet)
    if rules:
        from guardrails.commands.settings_of_rules import render_settings

        return render_settings(project, check_only)
    if tfvars:
        from guardrails.commands.tfvars import render_values

        return render_values(project, check_only)
    return _documents(project, output, packed, profile, check_only)


def _documents(project: Project, output: Path | None, packed: bool, profile: str, check_only: bool) -> int:
    if project.bundled and output is None:
        raise Misused("the bundled organization is rendered only into a folder of yours: add -o DIR")
    folder = output or (project.root / project.file).parent / FOLDER
    texts = {f"{slug}.json": text for slug, text in rendered(project).items()}
    code = PASSED
    if packed:
        packs = packed_nodes(project, CURRENT if profile == "current" else LEGACY)
        texts |= {f"{one.name}.json": minified(one.document) for some in packs.values() for one in some or ()}
        code = _show_packs(project, packs)
    measured = sizes(project)
    click.echo("\n".join(_size_table(measured)))
    if not all(one.fits for one in measured):
        code = REFUSED
    if check_only:
        return _checked(folder, texts, project) or code
    _write(folder, texts)
    click.echo(f"{len(texts)} documents written to {folder}")
    return code


def _size_table(measured: Sequence[Size]) -> list[str]:
    rows = [
        (
            one.slug,
            one.type.value,
            str(one.counted),
            f"{one.counted / one.limit:.0%} of {one.limit}" + ("" if one.fits else " TOO LARGE"),
            f"{one.counted / one.legacy_limit:.0%} of {one.legacy_limit}" + ("" if one.fits_legacy else " TOO LARGE"),
        )
        for one in measured
    ]
    return table(("POLICY", "TYPE", "SIZE", "CURRENT QUOTA", "LEGACY QUOTA"), rows)


def _show_packs(
    project: Project,
    packs: Mapping[str, tuple[Pack, ...] | None],
) -> int:
    from guardrails.commands.packing import packed_project, proved

    rows = []
    for node, some in packs.items():
        attached = [" + ".join(pack.slugs) for pack in some or ()]
        rows.append((node, str(len(attached)) if some is not None else "none fits", "; ".join(attached)))
    click.echo("\n".join(table(("NODE", "POLICIES", "PACKED AS"), rows)) + "\n")
    if None in packs.values():
        return REFUSED
    found = proved(project, packed_project(project, packs))
    for line in found.lines:
        click.echo(line)
    click.echo(f"{_verdict(found)}\n")
    return {True: PASSED, False: REFUSED, None: UNDECIDED}[found.equal]


def _verdict(found: Packing) -> str:
    """Return one sentence on what is proved of a packing."""
    chains = f"{found.chains} distinct {'chain' if found.chains == 1 else 'chains'} of policies"
    accounts = f"{found.accounts} {'account' if found.accounts == 1 else 'accounts'}"
    if found.equal is None:
        return "whether packing changes an answer is not decided"
    if not found.equal:
        return "packing changes answers"
    if not found.chains:
        return f"nothing is packed: the policies of {accounts} stay as they are"
    return f"proved: packing changes no answer in {accounts}, over all requests ({chains} compared)"


def stale_files(folder: Path, texts: Mapping[str, str], project: Project) -> list[str]:
    """Return a line for each rendered file that is missing, not current, or of no policy, with what to do about it.

    A file that `--packed` wrote is held to the policies that its name joins, whether or not packing was asked for.
    """
    present = [file.name for file in sorted(folder.glob("*.json")) if file.name not in texts]
    packs = {name: packed_text(project, name.removesuffix(".json")) for name in present}
    expected = {**texts, **{name: text for name, text in packs.items() if text is not None}}
    lines = [line for name, text in expected.items() if (line := _staleness(folder / name, text))]
    return lines + [f"{folder / name} belongs to no policy; remove it" for name, text in packs.items() if text is None]


def _staleness(file: Path, text: str) -> str:
    try:
        current = file.read_text(encoding="utf-8") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        current = ""
    if current is None:
        return f"{file} is missing; run guardrails render"
    if current != text:
        packed = " --packed" if "+" in file.name else ""
        return f"{file} is not what the organization file and its policies say now; run guardrails render{packed}"
    return ""


def _checked(folder: Path, texts: Mapping[str, str], project: Project) -> int:
    lines = stale_files(folder, texts, project)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("rendered documents are current")
    return REFUSED if lines else PASSED


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            if (folder / name).is_symlink():
                raise Misused(f"{folder / name} is a link; remove it, for what it leads to is not ours to overwrite")
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misused(f"{folder}: {error.strerror or 'cannot be written'}") from None
