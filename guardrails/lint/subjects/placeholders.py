"""Placeholders of templates, under the name that lints know them by; what they are is said in the model."""

from __future__ import annotations

from guardrails.model.policy.placeholders import placeholders_in

__all__ = ["placeholders_in"]
