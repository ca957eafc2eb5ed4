"""The form of `scps/lint.yaml` as a pydantic model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from guardrails.files.strict import Form

Word = Annotated[str, Field(min_length=1)]


class Suppression(Form):
    """One finding, or one kind of finding in some files, that somebody answers for until a day."""

    rule: Word
    file: Word
    sid: Word | None = None
    token: Word | None = None
    owner: Word
    reason: Word
    expires: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class SuppressionFile(Form):
    """The whole file."""

    suppressions: list[Suppression]
