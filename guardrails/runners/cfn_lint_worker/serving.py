"""The conversation: one line of JSON a message, in both directions.

In: `{"start": {"folders", "rules", "settings"}}`, then any number of `{"template": name, "account", "size"}`, each
followed by so many bytes of a template.
Out: `{"hello": 1}` at once, `{"ready": {"version"}}`, and for each template one line
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
    """Standard output, kept for answers alone: what a rule prints goes to standard error."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def say(self, message: dict[str, Any]) -> None:
        """Write one message."""
        self._out.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        self._out.flush()

    def fail(self, failed: Failed, name: str | None) -> None:
        """Say that a template, or everything (None), has no findings, and why."""
        self.say({"failed": str(failed), "usage": failed.usage, "name": name})


def main() -> None:
    """Answer requests until there are no more; never raises, and ends the process itself."""
    channel, source = Channel(), sys.stdin.buffer
    channel.say({"hello": 1})
    code = 3
    try:
        _serve(channel, source)
        code = 0
    except Failed as failed:
        channel.fail(failed, None)
    # Whatever goes wrong here is told by its kind alone: its text may hold values of a template.
    except BaseException as error:
        channel.fail(Failed(_kind(error)), None)
    sys.stderr.flush()
    os._exit(code)


def _serve(channel: Channel, source: BinaryIO) -> None:
    start = json.loads(source.readline())["start"]
    from .session import Session  # imports cfn-lint, after the greeting

    session = Session(start["folders"], start["rules"], start["settings"])
    channel.say({"ready": {"version": session.version}})
    for line in source:
        request = json.loads(line)
        name, text = request["template"], source.read(request["size"])
        try:
            answers = session.answer(text, request["account"])
        except Failed as failed:
            channel.fail(failed, name)
            continue
        # The same, for one template: the next one may well be read.
        except Exception as error:
            channel.fail(Failed(_kind(error)), name)
            continue
        channel.say({"scan": name, **answers})
        channel.say({"end": name, "records": len(answers["records"])})


def _kind(error: BaseException) -> str:
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"the scan broke: {type(error).__name__}{where}"
