"""`guardrails simulate`: what the guardrails do to one request, account by account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guardrails.commands.calls import Question, region_of
from guardrails.commands.opening import BUNDLED, account_of, moment_of, open_project, project_options
from guardrails.commands.outcomes import PASSED, REFUSED, UNDECIDED, Misused, note
from guardrails.commands.principals import DEFAULT, account_in
from guardrails.commands.simulation import Reply, ask
from guardrails.commands.words import WordProblem, Words, actions_named, catalog_date, context_values, read_words
from guardrails.evaluation.call import unlisted_keys
from guardrails.evaluation.sent import instance_type_context
from guardrails.model.answer import Answer, Outcome, Simulation
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.request import PrincipalKind

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.model.request import Value


@dataclass(frozen=True, slots=True)
class _Options:
    root: Path | None
    today: datetime | None
    quiet: bool
    verbose: bool
    no_color: bool
    account: tuple[str, ...]
    principal: str
    resource: tuple[str, ...]
    context_file: Path | None
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    expect: str | None
    why: bool
    export_aws: bool
    format: str
    allow_unknown_action: bool


@click.command("simulate")
@click.argument("words", metavar="ACTION [WORD...]", nargs=-1, required=True)
@click.option("--account", multiple=True, metavar="NAME|ID", help="Only this account; repeatable (default: all).")
@click.option("--as", "principal", default=DEFAULT, show_default=True, help="Who calls: role/X, user/X, root, ARN, ...")
@click.option("--resource", multiple=True, metavar="ARN", help="A resource of the call; repeatable.")
@click.option("--context", "context_file", type=click.Path(path_type=Path), help="JSON or YAML file of context keys.")
@click.option("--absent", multiple=True, metavar="KEY", help="A context key that is certainly not in the request.")
@click.option("--unknown", multiple=True, metavar="KEY", help="A context key whose value cannot be known.")
@click.option("--expect", type=click.Choice(["allow", "deny"]), help="Exit 1 unless every account answers this.")
@click.option("--why", is_flag=True, help="Print the explanation: levels, policies, statements, conditions.")
@click.option("--export-aws", is_flag=True, help="Print the input of iam:SimulateCustomPolicy instead of an answer.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--allow-unknown-action", is_flag=True, help="Take an action that the catalog does not have as it is.")
@project_options
def command(words: tuple[str, ...], **options: object) -> int:
    """Say what the guardrails do to one request, and which statement on which node decides.

    Words are told apart by their shape, in any order: the action (wildcards allowed), instance types, a Region, ARNs,
    account names or ids, and key=value for the request context.

    \b
    guardrails simulate ec2:RunInstances p3.16xlarge
    guardrails simulate 'cloudtrail:*Trail' Prod --as pipeline_apply --why

    Without --expect the exit code is 0 for every answer; with it, 1 when an account answers otherwise and 3 when an
    answer is unknown.
    """
    return _run(words, _Options(**options))  # type: ignore[arg-type]


def _run(words: tuple[str, ...], options: _Options) -> int:
    project = open_project(options.root, options.today, options.quiet)
    said = _understood(words, project.organization)
    questions = _questions(said, options)
    accounts = _accounts(said, options, project.organization)
    replies = [_ask(project, account, question) for question in questions for account in accounts]
    for remark in _remarks(said, questions, replies, options.verbose):
        note(remark, options.quiet)
    if options.export_aws:
        _export(project, replies)
    else:
        answers = tuple(_finished(project, account, said, options, reply) for account, reply in replies)
        _show(_simulation(project, questions, said, answers), options.format)
    return _exit_code(options.expect, (reply.answer.outcome for _, reply in replies))


def _remarks(
    said: Words, questions: list[Question], replies: list[tuple[Account, Reply]], verbose: bool
) -> tuple[str, ...]:
    """What the user should know beside the answer: unknown types and keys; with -v the resources looked at."""
    odd = [
        f"{key} is not among the keys that the catalog lists for {question.action}; it is taken as given"
        for question in questions
        for key in unlisted_keys(question.action, {**question.context, **dict.fromkeys(question.unknown)})
    ]
    looked = [
        f"{account.name}: authorized on {part.request.resource}" for account, reply in replies for part in reply.parts
    ]
    return (*said.notes, *odd, *_set_aside(said, questions, replies), *(dict.fromkeys(looked) if verbose else ()))


def _set_aside(said: Words, questions: list[Question], replies: list[tuple[Account, Reply]]) -> tuple[str, ...]:
    """Which words AWS would not look at, and what a session's ARN leaves out."""
    remarks = []
    for question in questions:
        keys = instance_type_context(question.action, question.instance_types)
        if len(unlisted_keys(question.action, keys)) == len(keys) > 0:
            remarks.append(f"{question.action} has no condition key for an instance type: no policy sees the type")
    for _, reply in replies:
        request = reply.parts[0].request
        region = request.context.get("aws:requestedregion")
        if said.region and isinstance(region, str) and region != said.region:
            remarks.append(f"{request.action} goes to {region}: aws:RequestedRegion is not {said.region}")
        if request.principal.session and request.principal.kind is PrincipalKind.ROLE:
            remarks.append(f"a session ARN leaves out the role's path; taken as {request.principal.arn}")
    return tuple(dict.fromkeys(remarks))


def _understood(words: tuple[str, ...], organization: Organization) -> Words:
    try:
        said = read_words(words, ((one.name, one.id) for one in every_account(organization)))
    except WordProblem as problem:
        raise Misused(problem.problems) from None
    if not said.action:
        raise Misused("no action among the words: write one such as ec2:RunInstances")
    return said


def _questions(said: Words, options: _Options) -> list[Question]:
    context: dict[str, Value] = {}
    if options.context_file:
        from guardrails.commands.context_file import read_context

        context |= read_context(options.context_file)
    context |= context_values(said.context)
    try:
        actions = actions_named(said.action, allow_unknown=options.allow_unknown_action)
    except WordProblem as problem:
        raise Misused(problem.problems) from None
    resources = (*said.resources, *options.resource)
    if resources and len(actions) > 1:
        raise Misused(f"{said.action} names {len(actions)} actions; a resource goes with one action only")
    return [
        Question(
            action=action,
            instance_types=said.instance_types,
            region=said.region,
            principal=options.principal,
            resources=resources,
            context=context,
            absent=frozenset(key.lower() for key in options.absent),
            unknown=frozenset(key.lower() for key in options.unknown),
            moment=moment_of(options.today),
        )
        for action in actions
    ]


def _accounts(said: Words, options: _Options, organization: Organization) -> tuple[Account, ...]:
    fixed = account_in(options.principal, organization)
    names = (*said.accounts, *options.account) or ((fixed,) if fixed else ())
    if not names:
        return every_account(organization)
    chosen = tuple(dict.fromkeys(account_of(organization, name).name for name in names))
    if fixed and any(one.id != fixed for one in (account_of(organization, name) for name in chosen)):
        raise Misused(f"{options.principal} belongs to account {fixed}; leave the other accounts out")
    return tuple(account_of(organization, name) for name in chosen)


def _ask(project: Project, account: Account, question: Question) -> tuple[Account, Reply]:
    try:
        return account, ask(project, account, question)
    except ValueError as error:
        raise Misused(str(error)) from None


def _finished(project: Project, account: Account, said: Words, options: _Options, reply: Reply) -> Answer:
    """Return the answer with its price and, where asked for, its explanation."""
    answer = reply.answer
    if said.instance_types:
        from guardrails.commands.cost import cost_of

        settings = project.organization.settings
        answer = replace(answer, cost=cost_of(answer.action, said.instance_types, settings, account))
    if options.why:
        from guardrails.commands.why import why

        answer = replace(answer, why=why(project, account, reply.explanations))
    return answer


def _simulation(project: Project, questions: list[Question], said: Words, answers: tuple[Answer, ...]) -> Simulation:
    return Simulation(
        organization=project.organization.name,
        bundled=project.bundled,
        region=", ".join(dict.fromkeys(region_of(question, project) for question in questions)),
        answers=answers,
        notes=(*said.notes, *((BUNDLED,) if project.bundled else ())),
        catalog_date=catalog_date("services"),
    )


def _show(result: Simulation, format: str) -> None:
    from guardrails.renderers.formats import SIMULATION_FORMATS

    click.echo(SIMULATION_FORMATS[format](result), nl=False)


def _export(project: Project, replies: list[tuple[Account, Reply]]) -> None:
    import json

    from guardrails.commands.export_aws import simulate_custom_policy

    inputs = [
        {"account": account.name, "inputs": simulate_custom_policy(project, account, reply)}
        for account, reply in replies
        if account != project.organization.management
    ]
    click.echo(json.dumps(inputs, indent=2))


def _exit_code(expect: str | None, outcomes: Iterable[Outcome]) -> int:
    if expect is None:
        return PASSED
    denied = {Outcome.DENY: "deny", Outcome.ALLOW: "allow", Outcome.NOT_RESTRICTED: "allow"}
    found = [denied.get(outcome, "unknown") for outcome in outcomes]
    if any(one not in (expect, "unknown") for one in found):
        return REFUSED
    return UNDECIDED if "unknown" in found or not found else PASSED
