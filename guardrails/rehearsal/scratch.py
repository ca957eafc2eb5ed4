"""Scratch copies of roots, and the override files that let them plan offline or apply to an emulated AWS."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from guardrails.rehearsal.blocks import Block, attribute, blocks
from guardrails.rehearsal.environment import MOCK_KEY, access_key_of
from guardrails.rehearsal.errors import RehearsalError

OVERRIDE = "guardrails_override.tf"
_LEFT_OUT = shutil.ignore_patterns(
    ".terraform", "*.tfstate", "*.tfstate.*", "*.tfplan", "tfplan", ".terraform.lock.hcl"
)
_PROTECTIONS = ("deletion_protection_enabled", "deletion_protection", "enable_deletion_protection")
"""Arguments by which AWS itself refuses to delete, of tables, user pools and databases, and load balancers."""

_ACCOUNT = re.compile(r'(?m)^\s*"?account_id"?\s*[=:]\s*"(\d{12})"')
_NO_CHECKS = ("skip_credentials_validation", "skip_metadata_api_check")


def scratch_copy(root: Path, into: Path) -> Path:
    """Copy a root into a scratch folder, with its surroundings so that relative paths stay true; return the copy.

    With a root somewhere under a folder `terraform/`, that folder and the documents in `scps` beside it are copied;
    otherwise only the root itself. State, plans and `.terraform` stay behind.
    """
    root = root.resolve()
    if not root.is_dir():
        raise RehearsalError(f"{root} is no folder")
    above = [folder for folder in (root, *root.parents) if folder.name == "terraform"]
    if not above:
        return Path(shutil.copytree(root, into / root.name, ignore=_LEFT_OUT, dirs_exist_ok=True))
    project = above[-1].parent
    shutil.copytree(above[-1], into / "terraform", ignore=_LEFT_OUT, dirs_exist_ok=True)
    for documents in ("rendered", "identity"):
        if (project / "scps" / documents).is_dir():
            shutil.copytree(project / "scps" / documents, into / "scps" / documents, dirs_exist_ok=True)
    return into / root.relative_to(project)


def go_offline(root: Path) -> None:
    """Let a scratch copy plan without AWS: checks off, mock keys, no role to assume, any account, local state."""
    extra = [f"{name} = true" for name in (*_NO_CHECKS, "skip_requesting_account_id", "skip_region_validation")]
    keys = [f'access_key = "{MOCK_KEY}"', f'secret_key = "{MOCK_KEY}"']
    no_role = ['dynamic "assume_role" {\n    for_each = []\n    content {}\n  }']
    _override(root, [*extra, *keys, "allowed_account_ids = null", "profile = null", *no_role])


def go_rehearse(root: Path, account: str | None = None) -> None:
    """Let a scratch copy apply to the emulated AWS at AWS_ENDPOINT_URL: path-style S3, nothing kept from destroy.

    Args:
        root: the copy.
        account: whose keys the provider blocks get (12 digits); None leaves them to the environment. Roles are
            assumed and `allowed_account_ids` are checked as in the original.
    """
    extra = [f"{name} = true" for name in (*_NO_CHECKS, "skip_region_validation", "s3_use_path_style")]
    key = f'"{access_key_of(account)}"' if account else "null"
    secret = f'"{MOCK_KEY}"' if account else "null"
    _override(
        root,
        [
            *extra,
            "skip_requesting_account_id = false",
            f"access_key = {key}",
            f"secret_key = {secret}",
            "profile = null",
        ],
    )
    for folder in _module_folders(root):
        _lift_prevention(folder)


def move_to_account(root: Path, account: str) -> None:
    """Let a scratch copy say that it is of another account (12 digits), wherever it names its own.

    Its own is what `account_id` says first, so that roots with the same documentation account can live side by side.
    """
    files = [*_sources(root), *sorted(root.glob("*.auto.tfvars.json"))]
    texts = {file: file.read_text("utf-8") for file in files}
    own = next((match[1] for text in texts.values() if (match := _ACCOUNT.search(text))), None)
    for file, text in texts.items():
        if own and own in text:
            file.write_text(text.replace(own, account), "utf-8")


def _override(root: Path, arguments: list[str]) -> None:
    """Take the backend out of a root, and write the arguments into an override of each of its provider blocks."""
    aliases: dict[str | None, None] = {}
    for file in _sources(root):
        text = file.read_text("utf-8")
        found = blocks(text)
        for block in found:
            if block.type == "provider" and block.labels == ("aws",):
                aliases[_unquoted(attribute(text, block, "alias"))] = None
        _without_backend(file, text, found)
    body = "\n".join(f"  {argument}" for argument in arguments)
    heads = [f'  alias = "{alias}"\n' if alias else "" for alias in (aliases or {None: None})]
    (root / OVERRIDE).write_text("\n".join(f'provider "aws" {{\n{head}{body}\n}}\n' for head in heads), "utf-8")


def _without_backend(file: Path, text: str, found: tuple[Block, ...]) -> None:
    """Cut `backend` and `cloud` blocks: overriding them would need `terraform init`, and that a provider registry."""
    inner = [
        one
        for block in found
        if block.type == "terraform"
        for one in blocks(text, block.inside)
        if one.type in ("backend", "cloud")
    ]
    for one in reversed(inner):
        # Line breaks stay, so that messages name the lines of the original.
        text = text[: one.start] + "\n" * text.count("\n", one.start, one.end) + text[one.end :]
    if inner:
        file.write_text(text, "utf-8")


def _lift_prevention(folder: Path) -> None:
    """Override what keeps the resources of one module folder from being destroyed."""
    lifted = "".join(f'resource "{kind}" "{name}" {{\n{text}}}\n' for kind, name, text in _protected(folder))
    if lifted:
        with (folder / OVERRIDE).open("a", encoding="utf-8") as file:
            file.write(lifted)


def _protected(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The resources that are kept from destroy, with the arguments that lift it."""
    for file in _sources(folder):
        text = file.read_text("utf-8")
        for block in blocks(text):
            if block.type != "resource" or len(block.labels) != 2:
                continue
            inner = (one for one in blocks(text, block.inside) if one.type == "lifecycle")
            lifted = [f"  {name} = false\n" for name in _PROTECTIONS if attribute(text, block, name)]
            if any(attribute(text, one, "prevent_destroy") not in (None, "false") for one in inner):
                lifted.append("  lifecycle {\n    prevent_destroy = false\n  }\n")
            if lifted:
                yield block.labels[0], block.labels[1], "".join(lifted)


def _module_folders(root: Path) -> Iterator[Path]:
    """The root and the local modules that it calls, each once."""
    todo, seen = [root.resolve()], set()
    while todo:
        folder = todo.pop()
        if folder in seen or not folder.is_dir():
            continue
        seen.add(folder)
        yield folder
        for file in _sources(folder):
            text = file.read_text("utf-8")
            for block in blocks(text):
                source = _unquoted(attribute(text, block, "source")) if block.type == "module" else None
                if source and source.startswith("."):
                    todo.append((folder / source).resolve())


def _sources(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.tf")) if file.name != OVERRIDE]


def _unquoted(expression: str | None) -> str | None:
    return expression.partition("#")[0].strip().strip('"') if expression else None
