"""IAM: the audiences of an OpenID Connect provider, which moto takes only when it makes one; the rest is moto's."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place


def _add(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    audiences = _audiences(here, asked)
    if asked["ClientID"] not in audiences:
        audiences.append(asked["ClientID"])
    return {}


def _remove(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    audiences = _audiences(here, asked)
    if asked["ClientID"] in audiences:
        audiences.remove(asked["ClientID"])
    return {}


def _audiences(here: Place, asked: dict[str, Any]) -> list[str]:
    from moto.iam.models import iam_backends

    provider = iam_backends[here.account]["aws"].get_open_id_connect_provider(asked["OpenIDConnectProviderArn"])
    audiences: list[str] = provider.client_id_list
    return audiences


ANSWERS: Answers = {
    ("iam", "AddClientIDToOpenIDConnectProvider"): _add,
    ("iam", "RemoveClientIDFromOpenIDConnectProvider"): _remove,
}
