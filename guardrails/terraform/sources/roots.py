"""Which folders of Terraform are roots, and which roots reach a folder: what has to be looked at when it changes.

A root is a folder that says where its state or its provider is (a `backend`, `cloud` or `provider` block), or that no
other folder calls. A folder that only calls in circles lead to is one, too: whatever is there is part of some root.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guardrails.terraform.sources.folders import Folders
from guardrails.terraform.sources.places import Text
from guardrails.terraform.sources.reader import joined
from guardrails.terraform.sources.scanning import body

NAMES: Final = (".tf", ".tf.json")
"""Ends of the names of Terraform's own files."""
VALUES: Final = (".tfvars", ".tfvars.json")
"""Ends of the names of files that hold values of variables."""
_LOCAL: Final = ("./", "../")
_COMMENT: Final = re.compile(r"#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)", re.S)


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of Terraform. `calls` are the local folders that its modules come from, whole and without `..`.

    `alone`: a provider or a backend is set up here. `holds`: there are blocks that a scanner looks at. `problems` say
    which of its files cannot be read, and why.
    """

    path: Path
    alone: bool = False
    holds: bool = False
    calls: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()


def folder_at(path: Path) -> Folder:
    """Return what stands in a folder. Never raises for what is in it."""
    folders = Folders(path, "")
    texts = folders.texts(path)
    try:
        module = joined(texts)
        alone = any(_sets_up(text) for text in texts if not text.file.endswith(".json"))
    except RecursionError:
        return Folder(path, problems=(f"{folders.name(path)}: is nested too deep and is not read",))
    local = (source for source in module.calls.values() if source.startswith(_LOCAL))
    calls = tuple(dict.fromkeys(Path(os.path.normpath(path / source)) for source in local))
    kinds = {address.partition(".")[0] for address in module.blocks}
    holds = bool(kinds - {"output", "variable"}) or any(_is_strange(text) for text in texts)
    return Folder(path, alone, holds, calls, tuple(folders.problems))


def _is_strange(text: Text) -> bool:
    """Whether there is something in a file, and no block in it: only a real parser can say what is wrong with it."""
    return not text.file.endswith(".json") and not body(text.text).blocks and bool(_COMMENT.sub("", text.text).strip())


def _sets_up(text: Text) -> bool:
    for block in body(text.text).blocks:
        if block.type == "provider":
            return True
        inner = body(text.text, block.inside, block.end).blocks if block.type == "terraform" else ()
        if any(one.type in ("backend", "cloud") for one in inner):
            return True
    return False


def roots_of(folders: Mapping[Path, Folder]) -> tuple[Path, ...]:
    """Return the roots among folders, by path; every one of the folders is a root or is called below one."""
    called = {call for one in folders.values() for call in one.calls}
    roots = [path for path, one in sorted(folders.items()) if one.alone or path not in called]
    reached = set(below(folders, roots))
    for path in sorted(folders):
        if path not in reached:  # circles
            roots.append(path)
            reached.update(below(folders, [path]))
    return tuple(sorted(roots))


def below(folders: Mapping[Path, Folder], starts: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders that these are and call, directly or through others, each once."""
    seen: set[Path] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in seen or path not in folders:
            continue
        seen.add(path)
        yield path
        waiting.extend(folders[path].calls)


def roots_that_reach(folders: Mapping[Path, Folder], changed: Collection[Path]) -> tuple[Path, ...]:
    """Return the roots that hold or call one of the changed folders."""
    return tuple(root for root in roots_of(folders) if not set(below(folders, [root])).isdisjoint(changed))
