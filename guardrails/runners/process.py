"""The only subprocess of the room: a worker that answers one line of JSON a message, until it is no longer needed.

Nothing here waits for the worker but `message`: requests are written by one thread and answers read by another, so a
worker that still imports its tool holds nobody up. What it writes to standard error is kept in bounds and never shown,
for it may hold values of a plan.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from guardrails.model.scan import ScanFailed

KEPT_OF_ERRORS: Final = 16_384
"""Bytes of standard error that are kept, the last ones."""

LONGEST: Final = 512 * 1024 * 1024
"""Bytes of one answer; more is no answer."""

_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "TZ")
"""What a worker inherits of our environment: nothing that configures its tool, holds a credential or moves Python."""


class Worker:
    """A started process and what it has answered so far; a context manager that ends it with its whole group."""

    def __init__(self, command: Sequence[str | Path], *, tool: str, timeout: float) -> None:
        """Start the command and return at once.

        Args:
            tool: its name in messages (`Checkov`).
            timeout: seconds that may pass until an answer, from the request or the answer before.

        Raises:
            ScanFailed: (usage) it cannot be started.
        """
        self._tool, self._timeout = tool, timeout
        self._scratch = Path(tempfile.mkdtemp(prefix="guardrails-"))
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._errors = bytearray()
        self._garbled = False
        self._since = time.monotonic()
        try:
            self._process = self._start([str(one) for one in command])
        except OSError as error:
            self._sweep()
            reason = f"{command[0]} cannot be started: {error.strerror or error}"
            raise ScanFailed(f"{tool}: {reason}", usage=True) from None
        for one in (self._write, self._read, self._keep_errors):
            threading.Thread(target=one, daemon=True).start()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start the process in a folder of its own, where no configuration of the tool lies, and a group of its own."""
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._scratch,
            env=environment(os.environ, self._scratch),
            start_new_session=True,
        )

    def say(self, message: Mapping[str, Any], body: bytes = b"") -> None:
        """Send a message, and bytes after it; returns before they are written."""
        self._since = time.monotonic()
        self._requests.put(json.dumps(message, separators=(",", ":")).encode() + b"\n" + body)

    def message(self) -> dict[str, Any] | None:
        """Return the next message, or None where the worker has ended and said everything.

        Raises:
            ScanFailed: none comes in time, or what comes is no message. The worker is ended then.
        """
        left = self._since + self._timeout - time.monotonic()
        try:
            found = self._answers.get(timeout=max(left, 0.001))
        except queue.Empty:
            self.end()
            raise ScanFailed(f"{self._tool} did not answer within {self._timeout:g} seconds and was ended") from None
        if found is None:
            self._answers.put(None)  # whoever asks again is told the same
            if self._garbled:
                self.end()
                raise ScanFailed(f"{self._tool}: its worker wrote something that is no answer")
        self._since = time.monotonic()
        return found

    def ended(self) -> str:
        """Return how the worker ended, for users: its exit code or signal; and the kind of error, never its text."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its output without ending"
        kind = _kind_of_error(bytes(self._errors))
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
            hint = " (killed; perhaps there was too little memory)" if -code == signal.SIGKILL else ""
            return f"was ended by {name}{hint}"
        return f"ended with exit code {code}" + (f" ({kind})" if kind else "")

    def end(self) -> None:
        """End the process and everything that it started; harmless where it has ended."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._requests.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self._sweep()

    def _sweep(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _write(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        # A worker that has ended takes no more; that it ended is told where its answer is missed.
        with contextlib.suppress(OSError, ValueError):
            while (one := self._requests.get()) is not None:
                pipe.write(one)
                pipe.flush()
        with contextlib.suppress(OSError, ValueError):
            pipe.close()

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe, contextlib.suppress(OSError, ValueError):
            while line := pipe.readline(LONGEST):
                found = _message(line)
                if found is None:
                    self._garbled = True
                    break
                self._answers.put(found)
        self._answers.put(None)

    def _keep_errors(self) -> None:
        pipe: IO[bytes] | None = self._process.stderr
        assert pipe is not None
        with pipe, contextlib.suppress(OSError, ValueError):
            while part := os.read(pipe.fileno(), 65_536):
                self._errors += part
                del self._errors[:-KEPT_OF_ERRORS]

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


def flags(python: Path) -> tuple[str, ...]:
    """Return the flags of a worker's interpreter: no packages of the user's, unless it is ours and has them itself."""
    return () if site.ENABLE_USER_SITE and python.absolute() == Path(sys.executable).absolute() else ("-s",)


def environment(ours: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """Return the environment of a worker: a few variables of ours, an empty home, and what makes runs alike."""
    kept = {name: ours[name] for name in _KEPT if name in ours}
    if site.ENABLE_USER_SITE:  # `pip install --user`: those packages are not found from another home
        kept["PYTHONUSERBASE"] = site.getuserbase()
    return {
        **kept,
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LC_ALL": "C.UTF-8",
        "LOG_LEVEL": "CRITICAL",  # Checkov logs blocks of the plan with every problem
        "PYTHONHASHSEED": "0",  # Checkov goes through sets
    }


def _message(line: bytes) -> dict[str, Any] | None:
    """Return a whole line as a message; None for anything else, a line cut short included."""
    if not line.endswith(b"\n"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _kind_of_error(errors: bytes) -> str:
    """Return the name of the exception that a traceback ends with, if it does."""
    last = errors.decode("utf-8", errors="replace").strip().rpartition("\n")[2]
    name = last.partition(":")[0].strip().rpartition(".")[2]
    return name if name.isidentifier() and name.endswith(("Error", "Exception")) else ""
