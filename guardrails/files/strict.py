"""The base of every file's pydantic models: known keys only, no conversions, no changes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """A mapping whose keys are all known; nothing is converted from one type to another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
