"""A backup vault has the lock that its account asks for.

## What it does
Where the account has `backup.lock` in the organization file, each backup vault needs an
`aws_backup_vault_lock_configuration` in the same code, with `min_retention_days` and `max_retention_days` as the
organization file says. In other accounts a lock is not needed; one that is there must hold at least as long as the
shortest daily backup of the organization.

## Why it matters
Without a lock, whoever takes over an administrator's session deletes the backups first. AWS-managed keys are fine.

## Example
```hcl
# account: Prod
resource "aws_backup_vault" "core" {
  name = "MM-prod-use1-vault-core"
}
```

## Use instead
```hcl
# account: Prod
resource "aws_backup_vault" "core" {
  name = "MM-prod-use1-vault-core"
}

resource "aws_backup_vault_lock_configuration" "core" {
  backup_vault_name  = aws_backup_vault.core.name
  min_retention_days = 30
  max_retention_days = 90
}
```

## How to fix
Add the lock. Without `changeable_for_days` it is in governance mode: few roles can remove it, and an error can be
mended.

## Sources
- https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/backup_vault_lock_configuration (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_accounts import asked
from guardrail_check import ResourceCheck
from guardrail_graph import itself, points_at, resources
from guardrail_settings import document
from guardrail_values import ABSENT, UNKNOWN, Mark, number

RULE = {
    "id": "CKV_LZ_034",
    "title": "A backup vault has the lock that its account asks for",
    "severity": "LOW",
    "rows": ["A39"],
    "pillar": "reliability",
    "category": "BACKUP_AND_RECOVERY",
}

VAULT = "aws_backup_vault"
LOCK = "aws_backup_vault_lock_configuration"
BOUNDS = {"min_retention_days": "backup.lock.min_days", "max_retention_days": "backup.lock.max_days"}


class VaultLocks(ResourceCheck):
    """Vaults, and the locks of vaults."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a vault without its lock or a lock with other days, UNKNOWN where that cannot be told."""
        if self.entity_type == LOCK:
            return self._lock(conf)
        wanted = asked(self, conf, "backup.lock")
        if wanted is ABSENT:
            return self.silent()
        own = itself(self, conf)
        locks = [points_at(one, "backup_vault_name", own, "name", "id") for one in resources(self.graph, LOCK)]
        if True in locks:
            return self.passes("name")
        if None in locks or wanted is UNKNOWN or self.graph is None:
            return self.unknown("name", "whether this vault needs a lock, or has one, cannot be told from the code")
        return self.fails("name", "the vault has no lock; the account asks for one")

    def _lock(self, conf: dict[str, Any]) -> CheckResult:
        days = {name: number(conf, name) for name in BOUNDS}
        for name, path in BOUNDS.items():
            wanted = asked(self, conf, path)
            if isinstance(wanted, Mark):
                continue
            if days[name] is not UNKNOWN and days[name] != wanted:
                said = "not set" if days[name] is ABSENT else f"{days[name]:g}"
                return self.fails(name, f"{name} is {said}; {wanted} is asked for")
        least, floor = days["min_retention_days"], _shortest()
        if not isinstance(least, Mark) and least < floor:
            return self.fails(
                "min_retention_days", f"min_retention_days is {least:g}; no backup is kept less than {floor}"
            )
        late = next((name for name, value in days.items() if value is UNKNOWN), "")
        return self.unknown(late, f"{late} is known only after apply") if late else self.passes(*BOUNDS)


def _shortest() -> float:
    """The days that the shortest daily backup of the organization is kept; 0 where no account has one."""
    told = [(one.get("backup") or {}).get("daily_days") for one in document()["accounts"]]
    return min((one for one in told if one is not None), default=0)


check = VaultLocks(RULE, (VAULT, LOCK))
