"""An emulated AWS in which a fixture's calls were made, for plans that read what there is: drift and imports."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from guardrails.rehearsal.environment import MOCK_KEY, access_key_of
from guardrails.rehearsal.server import emulated_aws

# The emulator keeps its state in the process: two plans at a time would see each other's resources.
_ONE_AT_A_TIME = threading.Lock()

Call = tuple[str, str, dict[str, Any]]
"""Service, operation in snake case, parameters."""


@contextmanager
def serving(calls: Sequence[Call], account: str) -> Iterator[str]:
    """Yield the URL of an emulated AWS in which the calls were made in us-east-1 of an account (12 digits)."""
    import boto3

    with _ONE_AT_A_TIME, emulated_aws() as server:
        session = boto3.session.Session(access_key_of(account), MOCK_KEY, region_name="us-east-1")
        for service, operation, parameters in calls:
            client = session.client(service, endpoint_url=server.url)
            getattr(client, operation)(**parameters)
        yield server.url
