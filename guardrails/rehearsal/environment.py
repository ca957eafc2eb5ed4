"""The environment that Terraform runs in: nothing of the user's accounts, proxies or settings gets through."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

MOCK_KEY = "mock"
_LEAKS = re.compile(r"(TF_|AWS_|BOTO).*|(HTTPS?|ALL|NO|FTP)_PROXY", re.IGNORECASE)
_ACCOUNT_KEY = re.compile(r"AKIA(\d{12})MOCK")


def access_key_of(account: str) -> str:
    """Return the access key that stands for an account (12 digits) on the rehearsal's server."""
    return f"AKIA{account}MOCK"


def account_of(access_key: str) -> str | None:
    """Return the account that an access key stands for, or None for a key that says nothing of one."""
    match = _ACCOUNT_KEY.fullmatch(access_key)
    return match[1] if match else None


def environment(
    cli_configuration: Path, *, endpoint: str | None = None, account: str | None = None, more: Mapping[str, str] = {}
) -> dict[str, str]:
    """Return the variables of a Terraform process.

    Args:
        cli_configuration: the file with the providers' places.
        endpoint: URL of the emulated AWS; None leaves AWS unreachable only as far as the mock keys do.
        account: whose keys are used (12 digits); None uses keys that belong to nobody.
        more: further variables, for example `TF_REATTACH_PROVIDERS`; they win.
    """
    # Most of a short command's time is the provider's garbage collection; half of it is saved by collecting late.
    quick = {"GOGC": "800", "GOMEMLIMIT": "600MiB"}
    kept = {name: value for name, value in os.environ.items() if not _LEAKS.fullmatch(name)}
    set_here = {
        "TF_CLI_CONFIG_FILE": str(cli_configuration),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ACCESS_KEY_ID": access_key_of(account) if account else MOCK_KEY,
        "AWS_SECRET_ACCESS_KEY": MOCK_KEY,
    }
    # The emulator is near: what fails three times will not work by waiting.
    # The server is its own proxy too: S3's account settings live under a host that bears the account, which no resolver
    # knows (`111111111111.127.0.0.1`); calls to 127.0.0.1 itself never take a proxy.
    near = {"AWS_ENDPOINT_URL": endpoint, "AWS_MAX_ATTEMPTS": "3", "HTTP_PROXY": endpoint} if endpoint else {}
    return {**quick, **kept, **set_here, **near, **more}
