"""The Terraform files of one folder, which share locals and data blocks; siblings are parsed only when asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from guardrails.files.policies.hcl import Block, NotHcl, read_hcl
from guardrails.files.policies.static import Dynamic, Values

DATA = "aws_iam_policy_document"
_MOST_FILES = 1000
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

    def values(self, each: Mapping[str, object] | None = None) -> Values:
        """Return what evaluates expressions here, for one instance of a resource where there are several."""
        return Values(self.local, self._text_of, self.fileset, each or {})

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

    def block(self, type: str, *labels: str) -> tuple[Path, Block] | None:
        """Return a block with the file that it stands in."""
        words = r"\s+".join(rf'"?{re.escape(label)}"?' for label in labels)
        for path, block in self._with(re.compile(rf"\b{type}\s+{words}")):
            for one in block.of_type(type, *labels):
                return path, one
        return None

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
            siblings = sorted(path for path in self.folder.iterdir() if path.suffix in (".tf", ".tofu"))
        except OSError:
            return
        for path in siblings:
            if path not in self._texts:
                text = self.read(path)
                if text is not None:
                    self._texts[path] = text

    def files_of(self, written: str) -> tuple[Path, ...]:
        """Return the file that a path in an expression names; where parts are left open, all that fit.

        Raises `Dynamic` where the path leaves open in which folder, or which kind of file.
        """
        relative = _PATH_VARIABLE.sub("", written)
        if "${" not in relative:
            return (self.folder / relative,)
        folder, _, name = relative.rpartition("/")
        if (
            "${" in folder
            or ".." in folder
            or relative.startswith(("/", "~"))
            or not (folder or name.endswith(".json"))
        ):
            raise Dynamic(written)
        fitting = re.sub(r"\$\{[^}]*\}", "*", name)
        return tuple(self.folder / folder / file for file in self.fileset(folder, f"**/{fitting}"))

    def fileset(self, folder: str, pattern: str) -> list[str]:
        """Return the files of a folder that fit a pattern, relative to it. Raises `Dynamic` for one we do not read."""
        parts = f"{folder}/{pattern}".split("/")
        if folder.startswith(("/", "~")) or ".." in parts or set(pattern) & set("{}\\$"):
            raise Dynamic(f'fileset("{folder}", "{pattern}")')
        base = self.folder / folder
        try:
            found = islice((file for file in base.glob(pattern) if file.is_file()), _MOST_FILES)
            return sorted(file.relative_to(base).as_posix() for file in found)
        except (OSError, ValueError, NotImplementedError, IndexError):  # what pathlib raises for odd patterns
            raise Dynamic(f'fileset("{folder}", "{pattern}")') from None

    def _text_of(self, written: str) -> str:
        if "${" in _PATH_VARIABLE.sub("", written):
            raise Dynamic(written)
        text = self.read(self.files_of(written)[0])
        if text is None:
            raise Dynamic(f'file("{written}")')
        return text
