"""The Terraform files of one folder, which share locals and data blocks; siblings are parsed only when asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guardrails.files.policies.hcl import Block, NotHcl, read_hcl
from guardrails.files.policies.static import Dynamic, Values

DATA = "aws_iam_policy_document"
_PATH_VARIABLE = re.compile(r"^\$\{path\.module\}/|^\./")


@dataclass(slots=True)
class Module:
    """One folder. `read` returns a file's text, or None where it cannot be read or lies outside."""

    folder: Path
    read: Callable[[Path], str | None]
    _texts: dict[Path, str] = field(default_factory=dict)
    _blocks: dict[Path, Block] = field(default_factory=dict)
    _listed: bool = False
    _resolving: set[str] = field(default_factory=set)
    _locals: dict[str, object] = field(default_factory=dict)

    def parse(self, path: Path, text: str) -> Block:
        """Return the blocks of one file. Raises `NotHcl`."""
        self._texts[path] = text
        if path not in self._blocks:
            self._blocks[path] = read_hcl(text)
        return self._blocks[path]

    def values(self) -> Values:
        """Return what evaluates expressions here."""
        return Values(self.local, self._text_of)

    def local(self, name: str) -> object:
        """Return the value of a local. Raises `Dynamic`."""
        if name not in self._locals:
            if name in self._resolving:
                raise Dynamic(f"local.{name}")
            self._resolving.add(name)
            try:
                self._locals[name] = self._evaluated(name)
            finally:
                self._resolving.discard(name)
        return self._locals[name]

    def _evaluated(self, name: str) -> object:
        for _, block in self._with(re.compile(rf"\blocals\b[\s\S]*\b{re.escape(name)}\s*=")):
            for one in block.of_type("locals"):
                if name in one.attributes:
                    return self.values().of(one.attributes[name])
        raise Dynamic(f"local.{name}")

    def document(self, name: str) -> tuple[Path, Block] | None:
        """Return a data block of a policy document with the file that it stands in."""
        for path, block in self._with(re.compile(rf'"{DATA}"\s+"{re.escape(name)}"')):
            for one in block.of_type("data", DATA, name):
                return path, one
        return None

    def text(self, path: Path) -> str:
        """Return the text of a file that was parsed."""
        return self._texts[path]

    def _with(self, words: re.Pattern[str]) -> Iterator[tuple[Path, Block]]:
        """Yield the files in which the words stand, those parsed so far first."""
        seen = set(self._blocks)
        yield from list(self._blocks.items())
        self._list()
        for path, text in list(self._texts.items()):
            if path not in seen and words.search(text):
                try:
                    yield path, self.parse(path, text)
                except NotHcl:
                    continue

    def _list(self) -> None:
        if self._listed:
            return
        self._listed = True
        try:
            siblings = sorted(self.folder.glob("*.tf"))
        except OSError:
            return
        for path in siblings:
            if path not in self._texts:
                text = self.read(path)
                if text is not None:
                    self._texts[path] = text

    def path_of(self, written: str) -> Path:
        """Return the file that a path in an expression names. Raises `Dynamic` where Terraform must say."""
        relative = _PATH_VARIABLE.sub("", written)
        if "${" in relative:
            raise Dynamic(written)
        return self.folder / relative

    def _text_of(self, written: str) -> str:
        path = self.path_of(written)
        text = self.read(path)
        if text is None:
            raise Dynamic(f'file("{written}")')
        return text
