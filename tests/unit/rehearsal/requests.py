"""Requests as AWS's clients send them."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.wire import HttpRequest


def sent(
    scope: str,
    method: str = "POST",
    path: str = "/",
    query: str = "",
    body: bytes | str = b"",
    headers: dict[str, Any] | None = None,
    key: str = "AKIA111111111111MOCK",
) -> HttpRequest:
    """Return a request that is signed for a service in us-east-1."""
    signature = (
        f"AWS4-HMAC-SHA256 Credential={key}/20261121/us-east-1/{scope}/aws4_request, SignedHeaders=host, Signature=0"
    )
    raw = body.encode() if isinstance(body, str) else body
    return HttpRequest(method, path, query, {"authorization": signature, **(headers or {})}, raw)
