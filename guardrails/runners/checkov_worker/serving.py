"""The conversation: one line of JSON a message, in both directions.

In: `{"start": {"folders", "checks", "settings", "shortcuts", "described"}}`, then any number of
`{"plan": name, "account", "unknown", "size"}` followed by so many bytes of a plan, and
`{"sources": name, "folder", "account", "variables"}`.
Out: `{"hello": 1}` at once, `{"ready": {"version", "notes"}}`, and for each input one line
`{"scan": name, "records", "looked", "resources", "notes"}` and one `{"end": name, "records": how many}`, or
`{"failed": message, "usage", "name"}`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from .failing import Failed


class Channel:
    """Standard output, kept for answers alone: what a check prints goes to standard error."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def say(self, message: dict[str, Any]) -> None:
        """Write one message."""
        self._out.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        self._out.flush()

    def fail(self, failed: Failed, name: str | None) -> None:
        """Say that an input, or everything (None), has no findings, and why."""
        self.say({"failed": str(failed), "usage": failed.usage, "name": name})


def main() -> None:
    """Answer requests until there are no more; never raises, and ends the process itself."""
    channel, source = Channel(), sys.stdin.buffer
    channel.say({"hello": 1})
    code = 0
    try:
        _serve(channel, source)
    except Failed as failed:
        channel.fail(failed, None)
        code = 3
    # Whatever goes wrong here is told by its kind alone: its text may hold values of a plan.
    except BaseException as error:
        channel.fail(Failed(_kind(error)), None)
        code = 3
    sys.stderr.flush()
    os._exit(code)  # taking apart a million objects would only cost time


def _kind(error: BaseException) -> str:
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"the scan broke: {type(error).__name__}{where}"


def _serve(channel: Channel, source: BinaryIO) -> None:
    start = json.loads(source.readline())["start"]
    from .session import Session

    session = Session(start["folders"], start["checks"], start["settings"], start["shortcuts"], start["described"])
    channel.say({"ready": {"version": session.version, "notes": session.notes}})
    for line in source:
        request = json.loads(line)
        name = request.get("plan", request.get("sources"))
        document = source.read(request["size"]) if "plan" in request else b""
        try:
            answers = session.answer(request, document)
        except Failed as failed:
            channel.fail(failed, name)
            continue
        # The same, for one input: the next one may well be scanned.
        except Exception as error:
            channel.fail(Failed(_kind(error)), name)
            continue
        channel.say({"scan": name, **answers})
        channel.say({"end": name, "records": len(answers["records"])})
