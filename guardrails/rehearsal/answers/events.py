"""EventBridge: changing a bus, which moto lacks; the rest is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place

_MEMBERS = {
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
    "DeadLetterConfig": "dead_letter_config",
}


def _update_bus(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    from moto.events.models import events_backends

    bus = events_backends[here.account][here.region].describe_event_bus(asked["Name"])
    for member, name in _MEMBERS.items():
        if member in asked:
            setattr(bus, name, asked[member])
    return {"Name": bus.name, "Arn": bus.arn, **{member: getattr(bus, name) for member, name in _MEMBERS.items()}}


ANSWERS: Answers = {("events", "UpdateEventBus"): _update_bus}
