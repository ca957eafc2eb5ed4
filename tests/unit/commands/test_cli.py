"""The command line as a whole: help, versions, lazy commands, and no traceback for anybody."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import guardrails.cli as cli
from guardrails import __version__


def guardrails(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "guardrails", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def test_version_and_help() -> None:
    assert __version__ in guardrails("--version").stdout
    out = guardrails("--help").stdout
    for name in cli.COMMANDS:
        assert name in out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(cli.group, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_help_imports_no_command() -> None:
    script = (
        "import sys; from guardrails.cli import run; run(['--help'])\n"
        "print([m for m in sys.modules if m.startswith('guardrails.commands.')], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"


def test_a_mistyped_command_gets_a_suggestion() -> None:
    result = guardrails("simlate")
    assert result.returncode == 2
    assert "simulate" in result.stderr


def test_shell_completion() -> None:
    result = guardrails(_GUARDRAILS_COMPLETE="bash_source")
    assert "_GUARDRAILS_COMPLETE" in result.stdout or result.returncode == 0


def fails(error: BaseException) -> click.Command:
    @click.command("broken")
    def broken() -> None:
        raise error

    return broken


#    raised                                  exit code  said
ENDS = [
    (TypeError("secret\nsecond line"), 3, "internal error"),
    (RecursionError("deep"), 3, "RecursionError"),
    (KeyboardInterrupt(), 130, "interrupted"),
    (click.UsageError("wrong"), 2, "wrong"),
    (BrokenPipeError(), cli.BROKEN_PIPE, ""),
]


@pytest.mark.parametrize(("error", "code", "said"), ENDS)
def test_how_a_command_ends(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.LazyCommands, "get_command", lambda *_: fails(error))
    try:
        ended: object = cli.run(["check"])
    except SystemExit as exit:
        ended = exit.code
    err = capsys.readouterr().err
    assert ended == code
    assert said in err
    assert "Traceback" not in err
    if code == 3:
        assert len(err.strip().splitlines()) == 1
        assert "report" in err
        assert "secret" not in err, "an exception may quote input, so its text is not shown"


def test_a_closed_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "guardrails", "simulate", "s3:Get*", "--format", "json"]  # more than a pipe holds
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()
