"""One AWS provider for many commands: started once in debug mode, stopped at the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guardrails.rehearsal.environment import environment
from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import aws_provider, plugin_folder

_REATTACH = re.compile(r"TF_REATTACH_PROVIDERS='(\{.*\})'")


@contextmanager
def shared_provider(
    plugins: Path | None = None, seconds: float = 60, endpoint: str | None = None, account: str | None = None
) -> Iterator[str]:
    """Yield the value of TF_REATTACH_PROVIDERS for one running AWS provider.

    For validate, show, and tests with `mock_provider`, or for one root with one provider block: all provider blocks
    that attach to it share one configuration, so two regions, accounts or roots would be mixed up.

    Args:
        plugins: the plugin folder; by default the usual one.
        seconds: how long it may take to come up.
        endpoint: URL of the emulated AWS, for a root that applies.
        account: whose keys are used there (12 digits).

    Raises:
        TerraformError: no provider, or it does not come up within `seconds`.
    """
    program = aws_provider(plugins or plugin_folder()).program
    # A file and not a pipe: the provider writes lines for as long as it lives, and nobody would empty the pipe.
    with tempfile.TemporaryFile() as said:
        process = _started(program, environment(Path(os.devnull), endpoint=endpoint, account=account), said.fileno())
        try:
            yield _attachment(process, said.fileno(), seconds)
        finally:
            _stop(process)


def _started(program: Path, variables: dict[str, str], said: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [str(program), "-debug"],
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as problem:
        raise TerraformError(f"{program} does not start: {problem.strerror}") from None


def _attachment(process: subprocess.Popen[bytes], said: int, seconds: float) -> str:
    """Read what the provider says until that holds how to attach."""
    until, text = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        text = os.pread(said, 1 << 20, 0).decode("utf-8", "replace")
        if match := _REATTACH.search(text):
            return match[1]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise TerraformError(f"the AWS provider did not start: {text.strip()[-500:] or 'it said nothing'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
