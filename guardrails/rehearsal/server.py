"""The emulated AWS: moto in this process on 127.0.0.1, behind a middleware that decodes, records and completes it."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Refusal, State
from guardrails.rehearsal.answers.table import ANSWERS
from guardrails.rehearsal.environment import account_of
from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.forms import Reply, answer, refusal
from guardrails.rehearsal.wire import AwsCall, HttpRequest, WireError, decode, model, signer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_FAILURES = (NotImplementedError, LookupError, TypeError, ValueError, AttributeError)
"""What moto, or a handler of ours, raises where it lacks an operation or has not thought of a case."""

_HOST = re.compile(r"^https?://[^/]*")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call that came: its number, whose it is, what, the HTTP status of the answer, and when it came.

    `call` is None for a request that could not be decoded; then `problem` says why. `by` says who answered: our own
    "answers", "moto", or "nobody" where one of them failed; then `problem` says how.
    """

    number: int
    account: str
    call: AwsCall | None
    status: int
    by: str
    problem: str = ""
    at: float = 0.0
    """Seconds since 1970, when the request was read."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it was understood: whose, what (or why not), and when it came."""

    account: str
    call: AwsCall | None
    problem: str
    at: float


@dataclass(slots=True)
class Middleware:
    """Stands in front of moto: decodes each call, answers what moto lacks, records, and passes the rest on."""

    inner: Application
    state: State = field(default_factory=State)
    calls: list[Recorded] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        asked = self._asked(_read(environ))
        if asked.account:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = asked.account
        try:
            reply = self._answer(asked.account, asked.call) if asked.call else None
        except _FAILURES as problem:
            return self._failed(start_response, asked, f"{type(problem).__name__}: {problem}")
        if reply is None:
            return self._pass_on(environ, start_response, asked)
        return self._send(start_response, asked, reply)

    def _asked(self, request: HttpRequest) -> _Asked:
        at, key = time.time(), signer(request)
        account = self._account(key) if key else ""
        try:
            return _Asked(account, decode(request), "", at)
        except WireError as problem:
            return _Asked(account, None, str(problem), at)

    def _answer(self, account: str, call: AwsCall) -> Reply | None:
        """What our own table answers, or None when moto is to answer."""
        handler = ANSWERS.get((call.service, call.operation))
        if handler is None:
            return None
        operation = model(call.service).operation_model(call.operation)
        with self._lock:
            try:
                result = handler(self.state.of(call.service, account, call.region), dict(call.parameters))
            except Refusal as no:
                return refusal(operation, no.code, no.message, no.status)
        return None if result is PASS_ON else answer(operation, result)

    def _pass_on(self, environ: dict[str, Any], start_response: Callable[..., Any], asked: _Asked) -> Iterable[bytes]:
        def noted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self._record(asked, int(status.split()[0]), "moto", asked.problem)
            return start_response(status, headers, *rest)

        try:
            return self.inner(environ, noted)
        except _FAILURES as problem:
            return self._failed(start_response, asked, f"{type(problem).__name__}: {problem}")

    def _failed(self, start_response: Callable[..., Any], asked: _Asked, problem: str) -> Iterable[bytes]:
        """Say that nobody can answer: an error that no client tries again, as it would one of the server.

        It has a code of its own, for a provider may take AWS's codes for an answer (that there is no such thing).
        """
        reply: Reply = (400, [("Content-Type", "text/plain")], problem.encode())
        if call := asked.call:
            operation = model(call.service).operation_model(call.operation)
            reply = refusal(operation, "EmulatorLacksOperation", f"the emulated AWS cannot {call.name}: {problem}")
        return self._send(start_response, asked, reply, "nobody", problem)

    def _send(
        self, start_response: Callable[..., Any], asked: _Asked, reply: Reply, by: str = "answers", problem: str = ""
    ) -> Iterable[bytes]:
        self._record(asked, reply[0], by, problem)
        start_response(f"{reply[0]} {'OK' if reply[0] < 400 else 'Error'}", reply[1])
        return [reply[2]]

    def _account(self, access_key: str) -> str:
        from moto.iam.models import get_account_id_from

        return account_of(access_key) or get_account_id_from(access_key)

    def _record(self, asked: _Asked, status: int, by: str, problem: str) -> None:
        with self._lock:
            self.calls.append(Recorded(len(self.calls), asked.account, asked.call, status, by, problem, asked.at))


@dataclass(frozen=True, slots=True)
class Server:
    """A running emulated AWS: its URL and what was called."""

    url: str
    middleware: Middleware

    @property
    def calls(self) -> tuple[Recorded, ...]:
        """All calls so far, in the order in which they were answered."""
        return tuple(self.middleware.calls)


@contextmanager
def emulated_aws() -> Iterator[Server]:
    """Yield an empty emulated AWS on a free port of 127.0.0.1; it is stopped whatever happens.

    Its state is that of the process, as moto keeps it: one at a time.

    Raises:
        RehearsalError: moto is not installed.
    """
    try:
        from moto.core.config import default_user_config
        from moto.moto_api._internal.models import moto_api_backend
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
    except ImportError as problem:
        raise RehearsalError("the emulated AWS needs moto: pip install 'guardrails-aws[rehearse]'") from problem

    class Quiet(WSGIRequestHandler):
        """Keeps connections open and says nothing."""

        protocol_version = "HTTP/1.1"

        def log(self, type: str, message: str, *args: Any) -> None:
            """Say nothing."""

    # Roles attach policies of AWS by their ARN.
    default_user_config["iam"] = {"load_aws_managed_policies": True}
    moto_api_backend.reset()
    middleware = Middleware(DomainDispatcherApplication(create_backend_app))
    server = ThreadedWSGIServer("127.0.0.1", 0, middleware, handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", middleware)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _read(environ: dict[str, Any]) -> HttpRequest:
    """Read the request, and put its body back for moto."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    body = environ["wsgi.input"].read(length) if length > 0 else b""
    if length > 0:
        environ["wsgi.input"] = io.BytesIO(body)
    raw = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ.get("PATH_INFO", "/"))
    # A client that takes this server for its proxy sends the whole URL.
    path = _HOST.sub("", raw.partition("?")[0]) or "/"
    return HttpRequest(
        environ.get("REQUEST_METHOD", "GET"), path, environ.get("QUERY_STRING", ""), _headers(environ), body
    )


def _headers(environ: Mapping[str, Any]) -> dict[str, str]:
    return {
        name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name.startswith("HTTP_")
    }
