"""The commands in the documents: taken from fenced `sh` blocks, split into simple commands, held to what programs take.

`aws` is held to botocore's models, `guardrails` to click's own parser, `terraform` to a table; others are named only.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache

import botocore.session
import click
import jmespath
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel

from guardrails.cli import group

_FENCE = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=(.*)", re.DOTALL)
_SEPARATORS = {"|", "||", "&&", ";", "(", ")"}

OTHERS = {
    "cat",
    "cd",
    "curl",
    "dig",
    "export",
    "gh",
    "git",
    "grep",
    "jq",
    "kubectl",
    "make",
    "printf",
    "tailscale",
    "test",
}
"""Programs that documents may name and that nobody here can ask for their options."""

AWS_GLOBAL = {"cli-input-json", "color", "debug", "max-items", "no-paginate", "output", "profile", "query", "region"}
AWS_SERVICES = {"configservice": "config", "s3api": "s3", "deploy": "codedeploy"}
"""Commands of the AWS CLI -> service of botocore, where the names differ."""

AWS_OWN: dict[tuple[str, str], set[str]] = {
    ("s3", "ls"): {"recursive", "summarize", "human-readable"},
    ("s3", "cp"): {"recursive", "sse", "source-region"},
    ("s3", "sync"): {"delete", "dryrun", "source-region"},
    ("eks", "update-kubeconfig"): {"name", "alias", "role-arn"},
    ("configure", "sso"): set(),
}
"""Commands that the AWS CLI adds to what the services offer, with their options."""

TERRAFORM = {
    "init": {"input", "backend-config", "backend", "migrate-state", "reconfigure", "upgrade", "plugin-dir", "lock"},
    "get": {"update"},
    "validate": {"json", "no-color"},
    "fmt": {"check", "recursive", "diff", "write"},
    "plan": {"input", "lock", "out", "detailed-exitcode", "var", "var-file", "refresh-only", "no-color", "target"},
    "apply": {"input", "auto-approve", "lock", "var", "var-file"},
    "show": {"json", "no-color"},
    "output": {"json", "raw", "no-color"},
    "test": {"filter", "verbose", "test-directory"},
    "state list": {"id"},
    "state show": set[str](),
    "state mv": {"lock", "dry-run"},
    "state rm": {"lock", "dry-run"},
    "state pull": set[str](),
    "force-unlock": {"force"},
    "import": {"input", "lock", "var"},
}
"""Commands of Terraform 1.11 with the options that documents may use."""


def blocks(page: str) -> list[str]:
    """Return the text of each fenced `sh` block of a page."""
    return _FENCE.findall(page)


def commands(block: str) -> Iterator[list[str]]:
    """Yield the words of every simple command in a block, those within `$(...)` included."""
    text = re.sub(r"\\\n\s*", " ", block)
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield from _of_line(line)


def _of_line(line: str) -> Iterator[list[str]]:
    inner, outer = _substitutions(line)
    for one in inner:
        yield from _of_line(one)
    lexer = shlex.shlex(outer, posix=True, punctuation_chars="|&;()<>")
    lexer.whitespace_split = True
    words: list[str] = []
    skip = False
    for token in lexer:
        if skip:
            skip = False
        elif set(token) <= {"<", ">", "&"} and token != "&&":
            skip = True  # the next word is a file
        elif token in _SEPARATORS:
            yield from _simple(words)
            words = []
        else:
            words.append(token)
    yield from _simple(words)


def _simple(words: list[str]) -> Iterator[list[str]]:
    while words and _ASSIGNMENT.fullmatch(words[0]):
        words = words[1:]
    if words:
        yield words


def _substitutions(line: str) -> tuple[list[str], str]:
    """Return the commands in `$(...)` and the line with a word in their place."""
    found, rest, at = [], "", 0
    while (start := line.find("$(", at)) >= 0:
        depth, end = 1, start + 2
        while depth:
            depth += {"(": 1, ")": -1}.get(line[end], 0)  # IndexError: the parenthesis is not closed
            end += 1
        found.append(line[start + 2 : end - 1])
        rest += line[at:start] + "SUBSTITUTED"
        at = end
    return found, rest + line[at:]


def problem_with(words: list[str]) -> str:
    """Return why a command cannot work as written; empty when nothing speaks against it."""
    program, *rest = words
    if program == "aws":
        return _aws(rest)
    if program == "terraform":
        return _terraform(rest)
    if program == "guardrails":
        return _guardrails(rest)
    return "" if program in OTHERS else f"{program} is no program that the documents may use"


@cache
def _operations(service: str) -> dict[str, OperationModel]:
    model = botocore.session.get_session().get_service_model(AWS_SERVICES.get(service, service))
    return {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}


def _aws(words: list[str]) -> str:
    if len(words) < 2 or words[0].startswith("-"):
        return "aws needs a service and an operation first"
    service, operation, *rest = words
    options = [word for word in rest if word.startswith("--")]
    said = {option.removeprefix("--").partition("=")[0] for option in options}
    problem = _query(rest)
    if problem or (service, operation) in AWS_OWN:
        unknown = said - AWS_OWN.get((service, operation), set()) - AWS_GLOBAL
        return problem or (f"aws {service} {operation} knows no {sorted(unknown)}" if unknown else "")
    try:
        known = _operations(service)
    except UnknownServiceError:
        return f"aws knows no service {service}"
    if operation == "wait":
        return _waiter(service, rest, said)
    if operation not in known:
        return f"aws {service} knows no {operation}"
    return _members(f"aws {service} {operation}", known[operation], said)


def _waiter(service: str, words: list[str], said: set[str]) -> str:
    """Why `aws SERVICE wait NAME` cannot work: it takes the options of the operation that it repeats."""
    model = botocore.session.get_session().get_waiter_model(AWS_SERVICES.get(service, service))
    known = {xform_name(name, "-"): name for name in model.waiter_names}
    name = words[0] if words else ""
    if name not in known:
        return f"aws {service} wait knows no {name!r}"
    operation = model.get_waiter(known[name]).operation
    return _members(f"aws {service} wait {name}", _operations(service)[xform_name(operation, "-")], said)


def _query(words: list[str]) -> str:
    if "--query" not in words:
        return ""
    at = words.index("--query") + 1
    if at == len(words):
        return "--query lacks its expression"
    try:
        jmespath.compile(words[at])
    except jmespath.exceptions.JMESPathError as error:
        return f"--query: {error}"
    return ""


def _members(command: str, operation: OperationModel, said: set[str]) -> str:
    shape = operation.input_shape
    members = {xform_name(name, "-"): name for name in (shape.members if shape else {})}
    own = {option for option in said if option in members or option.removeprefix("no-") in members}
    unknown = said - own - AWS_GLOBAL
    if unknown:
        return f"{command} knows no {sorted(unknown)}"
    required = {xform_name(name, "-") for name in (shape.required_members if shape else [])}
    missing = required - said
    return f"{command} lacks {sorted(missing)}" if missing and "cli-input-json" not in said else ""


def _terraform(words: list[str]) -> str:
    words = [word for word in words if not word.startswith("-chdir=")]
    name = " ".join(words[:2]) if words[:1] == ["state"] else " ".join(words[:1])
    if name not in TERRAFORM:
        return f"terraform has no {name!r} in the table"
    unknown = [
        word for word in words if word.startswith("-") and word.lstrip("-").partition("=")[0] not in TERRAFORM[name]
    ]
    return f"terraform {name} knows no {unknown}" if unknown else ""


def _guardrails(words: list[str]) -> str:
    context = click.Context(group, info_name="guardrails")
    try:
        name, command, rest = group.resolve_command(context, words)
        assert command is not None
        command.make_context(name, list(rest), parent=context)
    except click.exceptions.Exit:
        return ""  # --help
    except click.ClickException as error:
        return error.format_message()
    return ""
