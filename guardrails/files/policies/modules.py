"""Reads all Terraform files of a run: those that may hold policies, folder by folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guardrails.files.policies.found import Documents
from guardrails.files.policies.making import Source
from guardrails.files.policies.module import DATA, Module
from guardrails.files.policies.sorting import type_said_by
from guardrails.files.policies.terraform import ABOUT_POLICIES, GIT_MODULE, TerraformFile
from guardrails.files.policies.terraform_json import RESOURCES
from guardrails.files.policies.walk import absolute, shown
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_text import MAX_LENGTH

_MODULE = re.compile(r'\bmodule\s+"')
_RESOURCE = re.compile(rf'\bresource\s+"?(?:{"|".join(RESOURCES)})\b')


def may_hold_policies(file: str, text: str, type: PolicyType | None) -> bool:
    """Whether a text names anything that we look for; parsing is too slow to do it for nothing."""
    if _RESOURCE.search(text) or GIT_MODULE.search(text):
        return True
    ours = (type or type_said_by(file)) is not None
    if DATA in text and ours:
        return True
    return _MODULE.search(text) is not None and (ours or ABOUT_POLICIES.search(text) is not None)


@dataclass(slots=True)
class Modules:
    """The modules of a run. `referred`: files that hold a policy which Terraform reads, with its type there."""

    root: Path
    referred: dict[Path, PolicyType | None] = field(default_factory=dict)
    _modules: dict[Path, Module] = field(default_factory=dict)

    def read(self, wanted: Sequence[tuple[Path, Source, str]]) -> dict[Path, Documents]:
        """Return the documents of each file, and of siblings that hold blocks which these use.

        Blocks that no resource of the run uses come after all resources.
        """
        seen: set[tuple[Path, str]] = set()
        homes: dict[Path, Documents] = {}
        readers = []
        for path, source, text in wanted:
            whole = absolute(path)
            module = self._modules.setdefault(whole.parent, Module(whole.parent, self._text))
            readers.append((path, text, TerraformFile(source, whole, module, self._shown, seen, homes)))
        found = {path: reader.read(text) for path, text, reader in readers}
        for _, text, reader in readers:
            if reader.source.type or type_said_by(reader.source.file):
                reader.read_blocks(text)
        given = {absolute(path): documents for path, documents in found.items()}
        for home, documents in homes.items():
            if home in given:
                given[home].policies[:0] = documents.policies
            else:
                found[home] = documents
        for documents in found.values():
            self.referred |= documents.referred
        return found

    def _shown(self, path: Path) -> str:
        return shown(path, self.root)

    def _text(self, path: Path) -> str | None:
        """Return the text of a file beside the ones that were given; only inside the root, or below their folders."""
        try:
            real = path.resolve()
            bases = [self.root.resolve(), *(folder.resolve() for folder in self._modules)]
            if not any(real.is_relative_to(base) for base in bases) or not real.is_file():
                return None
            if real.stat().st_size > MAX_LENGTH:
                return None
            return real.read_text("utf-8-sig")
        except (OSError, ValueError, RuntimeError):
            return None
