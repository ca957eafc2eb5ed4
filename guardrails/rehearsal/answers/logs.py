"""CloudWatch Logs: another key for a log group, which moto takes only when it makes one; the rest is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, take


def _associate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _group(here, asked).kms_key_id = asked["kmsKeyId"]
    return {}


def _disassociate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    _group(here, asked).kms_key_id = None
    return {}


def _group(here: Place, asked: dict[str, Any]) -> Any:
    from moto.logs.models import logs_backends

    return take(logs_backends[here.account][here.region].groups, asked["logGroupName"])


ANSWERS: Answers = {
    ("logs", "AssociateKmsKey"): _associate,
    ("logs", "DisassociateKmsKey"): _disassociate,
}
