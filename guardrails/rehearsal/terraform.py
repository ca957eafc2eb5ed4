"""Runs Terraform on one root: get, validate, plan, show, apply, destroy and test, with typed results."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guardrails.rehearsal.environment import environment
from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import cli_configuration, plugin_folder, terraform_binary

Event = Mapping[str, Any]
"""One line of Terraform's `-json` output."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one Terraform command did: its words, exit code, JSON events and what else it wrote."""

    arguments: tuple[str, ...]
    exit_code: int
    events: tuple[Event, ...] = ()
    text: str = ""

    @property
    def ok(self) -> bool:
        """Whether Terraform found nothing wrong (a plan with changes ends in 2, and is fine)."""
        return self.exit_code == 0 or (self.exit_code == 2 and self.arguments[0] == "plan")

    @property
    def changed(self) -> bool:
        """Whether a plan has changes."""
        return self.exit_code == 2

    @property
    def diagnostics(self) -> tuple[Event, ...]:
        """The errors and warnings: `severity`, `summary`, `detail`, and `range` and `address` where known."""
        return tuple(event["diagnostic"] for event in self.events if isinstance(event.get("diagnostic"), Mapping))

    @property
    def message(self) -> str:
        """What Terraform says is wrong, an error a line."""
        errors = [_said(one) for one in self.diagnostics if one.get("severity") == "error"]
        return "\n".join(dict.fromkeys(errors)) or self.text.strip() or f"exit code {self.exit_code}, no message"


@dataclass(frozen=True, slots=True)
class Terraform:
    """Terraform in one folder, with the providers of the plugin folder and nothing of the user's environment.

    Args:
        folder: the root, usually in a scratch copy.
        home: a scratch folder for the CLI configuration; by default `folder/.terraform`.
        endpoint: URL of the emulated AWS, for apply and destroy; None for offline work.
        account: whose keys are used on the server (12 digits).
        reattach: what `shared_provider()` yields; for validate, test and show only.
        variables: values of the root's variables, as on the command line (JSON for anything but a string).
        more: further environment variables.
        timeout: seconds that one command may take.
    """

    folder: Path
    home: Path | None = None
    endpoint: str | None = None
    account: str | None = None
    reattach: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600

    def get(self) -> Run:
        """Install the local modules, which every other command needs (providers need no init); raise TerraformError."""
        return _checked(self._run("get", "-no-color"))

    def validate(self) -> Run:
        """Check the configuration; the answer says whether it is `ok`, and nothing is raised when it is not."""
        run = self._run("validate", "-json")
        try:
            found = json.loads(run.text)["diagnostics"]
        except (ValueError, KeyError, TypeError):
            return run
        return Run(run.arguments, run.exit_code, tuple({"diagnostic": one} for one in found), run.text)

    def plan(
        self,
        out: str = "tfplan",
        *,
        destroy: bool = False,
        refresh: bool = True,
        parallelism: int = 10,
        targets: Iterable[str] = (),
        check: bool = True,
    ) -> Run:
        """Plan into the file `out` of the folder; `changed` says whether there is anything to do.

        Raises:
            TerraformError: Terraform cannot plan, unless `check` is off.
        """
        flags = [f"-out={out}", f"-refresh={str(refresh).lower()}", f"-parallelism={parallelism}"]
        flags += ["-destroy"] * destroy + [f"-target={one}" for one in targets]
        run = self._run("plan", "-json", "-input=false", "-lock=false", "-detailed-exitcode", *flags, *self._values())
        return _checked(run) if check else run

    def show(self, out: str = "tfplan") -> dict[str, Any]:
        """Return a plan file of the folder as JSON; raise TerraformError when it cannot be read."""
        run = _checked(self._run("show", "-json", "-no-color", out))
        try:
            document = json.loads(run.text)
        except ValueError as problem:
            raise TerraformError(f"terraform show printed no JSON: {problem}") from problem
        if not isinstance(document, dict):
            raise TerraformError("terraform show printed no JSON object")
        return document

    def schemas(self) -> Mapping[str, Any]:
        """Return the schemas of the root's providers, as Terraform prints them, by address; TerraformError without."""
        run = _checked(self._run("providers", "schema", "-json"))
        try:
            return dict(json.loads(run.text)["provider_schemas"])
        except (ValueError, KeyError, TypeError) as problem:
            raise TerraformError(f"terraform providers schema printed no schemas: {problem}") from problem

    def apply(self, out: str | None = None, *, parallelism: int = 10, check: bool = True) -> Run:
        """Apply a plan file, or plan and apply; raise TerraformError when a resource fails, unless `check` is off."""
        what = [out] if out else [*self._values()]
        flags = ["-json", "-input=false", "-lock=false", "-auto-approve", f"-parallelism={parallelism}"]
        run = self._run("apply", *flags, *what)
        return _checked(run) if check else run

    def destroy(self, *, parallelism: int = 10, check: bool = True) -> Run:
        """Destroy everything; raise TerraformError when a resource fails, unless `check` is off."""
        flags = ["-json", "-input=false", "-lock=false", "-auto-approve", f"-parallelism={parallelism}"]
        run = self._run("destroy", *flags, *self._values())
        return _checked(run) if check else run

    def test(self, *, filter: Iterable[str] = ()) -> Run:
        """Run the `.tftest.hcl` files; the answer says whether all passed, and nothing is raised when not."""
        return self._run("test", "-json", *(f"-filter={one}" for one in filter))

    def _values(self) -> list[str]:
        return [f"-var={name}={_as_argument(value)}" for name, value in self.variables.items()]

    def _run(self, *arguments: str) -> Run:
        home = self.home or self.folder / ".terraform"
        home.mkdir(parents=True, exist_ok=True)
        configuration = home / "guardrails.tfrc"
        configuration.write_text(cli_configuration(plugin_folder()), "utf-8")
        more = {**({"TF_REATTACH_PROVIDERS": self.reattach} if self.reattach else {}), **self.more}
        if self.home:
            more.setdefault("TF_DATA_DIR", str(self.home / "data"))
        variables = environment(configuration, endpoint=self.endpoint, account=self.account, more=more)
        code, out, err = _execute([str(terraform_binary()), *arguments], self.folder, variables, self.timeout)
        events = _events(out) if "-json" in arguments and arguments[0] not in ("show", "validate") else ()
        return Run(arguments, code, events, out if code == 0 or not err.strip() else f"{err}\n{out}")


def _execute(words: list[str], folder: Path, variables: dict[str, str], timeout: float) -> tuple[int, str, str]:
    """Run a program in a process group of its own, so that a provider never outlives it; return code and texts."""
    try:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=variables,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as problem:
        raise TerraformError(f"terraform does not start in {folder}: {problem}") from problem
    try:
        out, err = process.communicate(timeout=timeout)
    except BaseException as problem:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(problem, subprocess.TimeoutExpired):
            raise TerraformError(f"terraform {words[1]} did not end within {timeout:g} s") from None
        raise
    return process.returncode, out, err


def _events(text: str) -> tuple[Event, ...]:
    """The JSON lines of an output; other lines (Terraform prints some before it knows its flags) are left out."""
    events = []
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return tuple(events)


def _checked(run: Run) -> Run:
    if not run.ok:
        raise TerraformError(f"terraform {run.arguments[0]}: {run.message}")
    return run


def _said(diagnostic: Event) -> str:
    at = diagnostic.get("range") or {}
    where = f"{at['filename']}:{at['start']['line']}: " if at.get("filename") and at.get("start") else ""
    address = f" ({diagnostic['address']})" if diagnostic.get("address") else ""
    detail = f": {diagnostic['detail']}" if diagnostic.get("detail") else ""
    return f"{where}{diagnostic.get('summary', 'error')}{detail}{address}"


def _as_argument(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
