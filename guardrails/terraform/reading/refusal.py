"""Why an input is refused: the exception, and the hints that say what to do instead."""

from __future__ import annotations

from typing import Final


class NotAPlan(Exception):
    """Input that is no complete plan. `cause` is a stable word, the message what was found, `hint` what to do.

    The message names keys of the format and positions, and quotes no value of the input: it may be a secret.

    Causes: unreadable, too-large, empty, binary, encoding, not-json, duplicate-keys, several-documents, not-a-plan,
    format, wrong-type, incomplete.
    """

    def __init__(self, cause: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.hint = hint


SHOW: Final = (
    "Give what `terraform show -json PLANFILE` prints, PLANFILE being what `terraform plan -out=PLANFILE` wrote."
)
FAILED: Final = "Most likely the command before it failed: look at its exit code and its messages."
CUT: Final = "Most likely the disk was full or the job was cut off: make the file again."
WRAPPER: Final = (
    "The wrapper of hashicorp/setup-terraform adds lines to the output: set `terraform_wrapper: false` in that step."
)
ONLY: Final = (
    "Keep logs out of the file: `terraform show -json PLANFILE > plan.json`, with `terraform_wrapper: false` where the "
    "step hashicorp/setup-terraform is used."
)
AGAIN: Final = "A proxy or a server sent a page instead of the file: download it again."
ONE_EACH: Final = "Give one file a plan: run `terraform show -json PLANFILE` for each, and the gate for each file."
UTF_8: Final = (
    "Write the file in UTF-8; in PowerShell: `terraform show -json PLANFILE | Out-File -Encoding utf8 plan.json`."
)
GUNZIP: Final = "Unpack it first: `gunzip -c FILE > plan.json`, or the like."
NEWER: Final = "It may need a newer guardrails, which knows this format."
WITHOUT_ERROR: Final = "Mend what failed, and plan again without the error."
WITHOUT_TARGET: Final = "Make the whole plan without -target and -exclude: plan without -target."
APPLY_FIRST: Final = "Terraform puts some changes off until others are applied: apply it, and plan again for the rest."
EDITED: Final = "Terraform writes no such plan: give the output of `terraform show -json PLANFILE` unchanged."
"""What to do instead.

Sources: https://developer.hashicorp.com/terraform/internals/json-format (2026-11) and
https://github.com/hashicorp/setup-terraform/issues/20 (2026-11).
"""
