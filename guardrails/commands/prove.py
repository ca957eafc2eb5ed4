"""`guardrails prove`: whether the invariants hold over all requests, with a witness where one does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.commands.opening import BUNDLED, account_of, open_project, project_options
from guardrails.commands.outcomes import PASSED, REFUSED, UNDECIDED, Misused, Undecided, note
from guardrails.commands.outputs import spare, targets, write_all
from guardrails.model.proof import ProofReport, Status

if TYPE_CHECKING:
    from guardrails.commands.proving.asking import Question
    from guardrails.commands.proving.conditions import ClaimProblem
    from guardrails.files.loaded import Project
    from guardrails.model.organization.tree import Account

_FORMATS = ("github", "gitlab", "json", "junit", "markdown", "sarif", "text")


@dataclass(frozen=True, slots=True)
class _Options:
    property: tuple[str, ...]
    account: tuple[str, ...]
    planned: bool
    format: str
    output: tuple[str, ...]
    allow_empty: bool
    root: Path | None
    today: datetime | None
    quiet: bool
    verbose: bool
    no_color: bool


@click.command("prove")
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--property", multiple=True, metavar="QUESTION", help="Ask this instead; repeatable.")
@click.option("--account", multiple=True, metavar="NAME|ID", help="Only this account; repeatable (default: all named).")
@click.option("--planned", is_flag=True, help="Ask for planned accounts too.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="What the screen shows.",
)
@click.option("--output", multiple=True, metavar="FORMAT=PATH", help="Also write a file; repeatable.")
@click.option("--allow-empty", is_flag=True, help="Pass when there is nothing to prove.")
@project_options
def command(names: tuple[str, ...], **options: object) -> int:
    """Prove the invariants of the organization over all requests, or show a request that breaks them.

    NAME chooses invariants (default: all). --property asks in the words of `simulate`: actions or capabilities
    (start-accelerator), instance types, Regions, ARNs of resources, accounts or OUs, principals (role/X, user/X, root,
    names; any ARN pattern after `by`), key=value. A word may be a list with commas and hold * and ?. `not` before the
    action: every such call is denied; without it: every one is allowed. `not` before another word, or !=, turns it
    round. key=absent and key=present ask whether the key is sent.

    \b
    guardrails prove
    guardrails prove --property 'not ec2:RunInstances p*,g* not p3.2xlarge,g5.xlarge'
    guardrails prove --property 's3:PutObject Prod --as role/Developer'
    guardrails prove --property 'not leave-organization'
    guardrails prove --property 'not iam:CreateUser by not break_glass'

    What is denied is asked of whatever AWS could send, what is allowed of ordinary calls of roles and users.

    Exit codes: 0 all proven, or excused by an exception; 1 a witness; 2 wrong usage, or an invariant that names what is
    not there; 3 undecided, or nothing to prove.
    """
    return _run(names, _Options(**options))  # type: ignore[arg-type]


def _run(names: tuple[str, ...], options: _Options) -> int:
    wanted = targets(options.output, _FORMATS)
    project = open_project(options.root, options.today, options.quiet)
    if wanted:
        spare([project.root / project.file, *(project.root / file for file in project.files.values())], wanted)
    questions = _questions(project, names, options.property)
    for remark in (remark for question in questions for remark in question.notes):
        note(remark, options.quiet)
    asked = _asked(project, questions, options)
    report = _report(project, asked)
    if wanted:
        from guardrails.commands.proving.told import output_formats

        write_all(report, wanted, output_formats(project.file))
    if report.proofs:
        click.echo(_screen(report, options), nl=False)
    return _code(report, options.allow_empty)


def _questions(project: Project, names: tuple[str, ...], properties: tuple[str, ...]) -> tuple[Question, ...]:
    """Return what to ask: the invariants by name, the questions of the command line, without either all invariants."""
    from guardrails.commands.proving.asking import Question

    known = {one.name: one for one in project.organization.invariants}
    problems = [_unknown(name, known, project) for name in names if name not in known]
    chosen = [Question(known[name]) for name in dict.fromkeys(names) if name in known]
    if not names and not properties:
        chosen = [Question(one) for one in known.values()]
    chosen += _of_command_line(project, properties, problems)
    if problems:
        raise Misused(problems)
    return tuple(chosen)


def _of_command_line(project: Project, properties: tuple[str, ...], problems: list[str]) -> Iterator[Question]:
    if not properties:
        return
    from guardrails.catalog.capabilities import capabilities
    from guardrails.commands.proving.asking import asked
    from guardrails.commands.words import WordProblem

    named = [one.name for one in capabilities()]
    for text in dict.fromkeys(properties):
        try:
            yield asked(text, project.organization, named)
        except WordProblem as problem:
            problems += problem.problems


def _unknown(name: str, known: Iterable[str], project: Project) -> str:
    from guardrails.catalog.capabilities import capability
    from guardrails.commands.words import close

    near = close(name, known)
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known) or 'none'}"
    if capability(name):
        hint = f"; ask of the capability with --property 'not {name}'"
    elif ":" in name:
        hint = f"; ask it with --property {name!r}"
    return f"no invariant of {project.organization.name} is called {name!r}{hint}"


def _asked(
    project: Project, questions: Iterable[Question], options: _Options
) -> list[tuple[Question, tuple[Account, ...]]]:
    """Return the questions with their accounts; raises Misused with everything that names what is not there."""
    from guardrails.commands.proving.conditions import ClaimProblem
    from guardrails.commands.proving.grouping import groups_of
    from guardrails.commands.proving.running import accounts_asked

    only = {account_of(project.organization, name).name for name in options.account}
    found, problems = [], []
    for question in questions:
        try:
            accounts = accounts_asked(project, question, options.planned)
            groups_of(project, question, accounts)
        except ClaimProblem as problem:
            problems.append(_problem(project, question, problem))
            continue
        if not accounts:
            hint = "" if options.planned else "; --planned asks of accounts to come"
            note(f"{question.invariant.name}: no account that it names is in use{hint}", options.quiet)
        found.append((question, tuple(one for one in accounts if not only or one.name in only)))
    if problems:
        raise Misused(problems)
    return found


def _problem(project: Project, question: Question, problem: ClaimProblem) -> str:
    """Return the problem with an invariant, at its place, or with a question of the command line."""
    invariant = question.invariant
    if not invariant.pointer:
        return f"--property {invariant.name!r}: {problem}"
    return f"{project.at((*invariant.pointer, problem.part))}: invariant {invariant.name}: {problem}"


def _report(project: Project, asked: list[tuple[Question, tuple[Account, ...]]]) -> ProofReport:
    from guardrails import __version__
    from guardrails.commands.proving.running import proofs_of
    from guardrails.commands.words import catalog_date

    return ProofReport(
        organization=project.organization.name,
        bundled=project.bundled,
        proofs=tuple(proof for question, accounts in asked for proof in proofs_of(project, question, accounts)),
        notes=(BUNDLED,) if project.bundled else (),
        catalog_date=catalog_date("services"),
        version=__version__,
    )


def _screen(report: ProofReport, options: _Options) -> str:
    if options.format == "text":
        from guardrails.renderers.proofs import text

        return text.render(report, options.verbose)
    from guardrails.renderers.formats import PROOF_FORMATS

    return PROOF_FORMATS[options.format](report)


def _code(report: ProofReport, allow_empty: bool) -> int:
    failed = [proof for proof in report.proofs if not proof.holds]
    if any(proof.result.status is Status.REFUTED for proof in failed):
        return REFUSED
    if failed:
        return UNDECIDED
    if not report.proofs and not allow_empty:
        raise Undecided("nothing to prove, for no invariant names an account in use; --allow-empty lets that pass")
    return PASSED
