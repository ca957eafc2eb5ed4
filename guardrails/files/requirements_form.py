"""The form of `requirements.yaml` as pydantic models: a ledger of requirements and what shows that each is met."""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from guardrails.files.strict import Form

Word = Annotated[str, Field(min_length=1)]
Sentence = Annotated[str, Field(min_length=3, max_length=400)]


class Series(Form):
    """One source of requirements. `ids` are row ids; `A1..A67` stands for all numbers between."""

    name: Word
    title: Sentence
    ids: Annotated[list[Word], Field(min_length=1)]


class RequirementRow(Form):
    """One requirement in one sentence, how far it is met, by what, and what would notice if it no longer were.

    `reason` says what is missing and what will show it, for every status but `covered`.
    """

    id: Word
    what: Sentence
    status: Literal["covered", "partly", "documented", "planned", "out-of-scope"]
    reason: str = ""
    artefacts: list[Word] = []
    tests: list[Word] = []


class RequirementsFile(Form):
    """The whole file. `rules` are groups of rule ids (LINT, ORG) of which each rule must stand in some row.

    `scenarios` are folders of scenario files; the rows that scenarios there name must exist.
    """

    title: Sentence
    series: Annotated[list[Series], Field(min_length=1)]
    rules: list[Word] = []
    scenarios: list[Word] = []
    rows: list[RequirementRow]
