"""Collecting findings about one YAML file, each at its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from guardrails.files import codes
from guardrails.files.yaml_text import YamlText
from guardrails.model.finding import Finding, Rule
from guardrails.model.source import Pointer


@dataclass(slots=True)
class Reporter:
    """The findings so far about `document`, in the order in which they were found."""

    document: YamlText
    findings: list[Finding] = field(default_factory=list)

    def add(self, rule: Rule, message: str, pointer: Pointer, help: str = "") -> None:
        """Add a finding at a pointer into the document."""
        self.findings.append(codes.finding(rule, message, self.document.location(pointer), help))

    def reference(self, message: str, pointer: Pointer, help: str = "") -> None:
        """Add a finding about a name that is not defined."""
        self.add(codes.REFERENCE, message, pointer, help)
