"""What can go wrong in a rehearsal, in words for the user."""

from __future__ import annotations


class RehearsalError(Exception):
    """A rehearsal cannot go on; the text says why."""


class TerraformError(RehearsalError):
    """Terraform is not to be had, or said no; the text is Terraform's own where there is one."""
