"""Runs the Terraform commands of many test cases two at a time, each case waiting for its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from guardrails.rehearsal.terraform import Run

AT_A_TIME = 2


@dataclass(slots=True)
class SideBySide:
    """Work by name, begun ahead in the order in which it was announced.

    Under pytest-xdist nothing is begun ahead: each worker has cases of its own, and they run side by side anyway.
    """

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_A_TIME))
    begun: dict[str, Future[Run]] = field(default_factory=dict)

    def announce(self, name: str, work: Callable[[], Run]) -> None:
        """Begin work that a case will ask for."""
        if "PYTEST_XDIST_WORKER" not in os.environ and name not in self.begun:
            self.begun[name] = self.pool.submit(work)

    def result(self, name: str, work: Callable[[], Run]) -> Run:
        """Return what the work came to, beginning it now unless it was announced."""
        if name not in self.begun:
            self.begun[name] = self.pool.submit(work)
        return self.begun[name].result()

    def close(self) -> None:
        """Wait for what runs, and drop what has not begun."""
        self.pool.shutdown(cancel_futures=True)
