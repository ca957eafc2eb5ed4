"""Reads the files of folders: only inside the repository, only so many; one that is unreadable is no crash."""

from __future__ import annotations

import os
from pathlib import Path

from guardrails.terraform.sources.places import Text

LARGEST_FILE = 1_000_000
MOST_FILES = 2_000
"""Bytes of one file, and files of one root with its modules: ten times more than people write."""


class Folders:
    """The folders of one repository. What is outside of it is not read, by `..` as little as through a link."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._start = _whole(folder)
        self._real = Path(os.path.realpath(folder))
        self.repository = _repository(self._real)
        self._shown = shown
        self._read = 0
        self.problems: list[str] = []

    def texts(self, folder: Path) -> tuple[Text, ...]:
        """Return the Terraform files of a folder, overrides last, and note what cannot be read."""
        real = Path(os.path.realpath(folder))
        if not real.is_relative_to(self.repository):
            self.problems.append(f"{self.name(folder)}: is outside of the repository and is not read")
            return ()
        try:
            names = sorted(one.name for one in os.scandir(real) if one.name.endswith((".tf", ".tf.json")))
        except OSError as error:
            self.problems.append(f"{self.name(folder)}: cannot be read ({error.strerror})")
            return ()
        names = [one for one in names if not one.startswith(".")]
        found = (self._text(Path(folder, one)) for one in sorted(names, key=_is_override))
        return tuple(one for one in found if one is not None)

    def _text(self, file: Path) -> Text | None:
        shown = self.name(file)
        if self._read >= MOST_FILES:
            self._once(f"there are more than {MOST_FILES:,} files; the others are not read")
            return None
        self._read += 1
        try:
            if not Path(os.path.realpath(file)).is_relative_to(self.repository):
                self.problems.append(f"{shown}: is a link out of the repository and is not read")
                return None
            # A pipe or a device would never end.
            if not file.is_file() or file.stat().st_size > LARGEST_FILE:
                self.problems.append(f"{shown}: is no file, or larger than {LARGEST_FILE:,} bytes, and is not read")
                return None
            return Text(shown, file.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            self.problems.append(f"{shown}: cannot be read ({error.strerror})")
        except UnicodeDecodeError:
            self.problems.append(f"{shown}: is not UTF-8 and is not read")
        return None

    def _once(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def name(self, path: Path) -> str:
        """Return how a path is shown: below what the root is shown as, else from the top of the repository.

        Code scanning on GitHub takes only paths inside the repository, so `../modules` would not do.
        """
        whole = _whole(path)
        if self._shown:
            return Path(os.path.normpath(Path(self._shown, os.path.relpath(whole, self._start)))).as_posix()
        real = Path(os.path.realpath(whole.parent), whole.name)
        return Path(os.path.relpath(real, self.repository)).as_posix()


def _whole(path: Path) -> Path:
    """The path from the root of the file system, without `..`, with links as they are."""
    return Path(os.path.normpath(path.absolute()))


def _repository(folder: Path) -> Path:
    """The enclosing repository; without one the current folder if it encloses the root, else the root's parent."""
    for one in (folder, *folder.parents):
        if (one / ".git").exists():
            return one
    here = Path.cwd()
    return here if folder.is_relative_to(here) else folder.parent


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")
