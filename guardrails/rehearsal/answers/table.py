"""All handlers by service and operation."""

from __future__ import annotations

from guardrails.rehearsal.answers import budgets, ce
from guardrails.rehearsal.answers.state import Answers

ANSWERS: Answers = {**budgets.ANSWERS, **ce.ANSWERS}
