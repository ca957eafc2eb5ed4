"""Which Terraform modules a resource stands in, by the folder or package that its calls name."""

from __future__ import annotations

import re
from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

_REST: Final = re.compile(r"\?.*$|\.git$|/+$")


def modules_of(plan: Plan, change: Change) -> tuple[str, ...]:
    """Return the modules around a resource, outermost first: `../../modules/bootstrap` is `bootstrap`.

    Where the configuration has no call of that name any more, as for a resource that goes away, the name of the call
    itself, with `-` for `_`.
    """
    found = []
    module = plan.root
    for name in change.module_path:
        call = module.calls.get(name) if module else None
        found.append(name_of(call.source) if call else name.replace("_", "-"))
        module = call.module if call else None
    return tuple(found)


def name_of(source: str) -> str:
    """Return the last part of a module's source, without version and ending."""
    text = _REST.sub("", _REST.sub("", source))
    return text.rpartition("/")[2]
