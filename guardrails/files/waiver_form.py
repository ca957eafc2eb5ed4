"""The form of `rules/waivers.yaml` as a pydantic model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from guardrails.files.strict import Form

Word = Annotated[str, Field(min_length=1)]


class Waiver(Form):
    """One finding of the gate, or one kind of finding at some addresses, that somebody answers for until a day."""

    rule: Word
    address: Word
    attribute: Word | None = None
    value: Word | None = None
    owner: Word
    reason: Word
    expires: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class WaiverFile(Form):
    """The whole file."""

    waivers: list[Waiver]
