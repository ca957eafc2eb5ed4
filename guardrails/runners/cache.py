"""What scanners said before, by everything that the answer depends on: one small JSON file for each answer.

Findings are kept, never plans: a key is a digest, an entry holds check ids, addresses, attributes and messages. A
library for caches would do more than is wanted: the well-known one stores pickles, and whoever may write those may run
code. An entry here is data, checked as it is read. Whoever can write the folder can still hide findings, so a folder
that others may write to is not used; do not carry it from untrusted jobs to trusted ones.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from guardrails.model.scan import Answer, Record, Scan

VARIABLE: Final = "GUARDRAILS_CACHE"
"""Environment variable: a folder, or `0` for no cache at all."""

LARGEST: Final = 64 * 1024 * 1024
"""Bytes that all entries may take; the ones not used for longest go first."""

_FORM: Final = 1
_ENDING: Final = ".json"
_RECORD, _SCAN = (tuple(one.name for one in fields(noun)) for noun in (Record, Scan))
"""Names of what is kept; thousands of records are taken apart three times as fast by these as by `asdict`."""


def key_of(*parts: bytes | str) -> str:
    """Return the key (64 hex digits) of an answer from everything that it depends on, in order."""
    digest = hashlib.sha256(str(_FORM).encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def user_cache(environment: Mapping[str, str] = os.environ) -> Cache | None:
    """Return the cache in the user's cache folder, or where GUARDRAILS_CACHE says; None for `0` or an unsafe folder."""
    folder = user_folder("", environment)
    return Cache(folder) if folder else None


def user_folder(below: str, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder that answers are kept in, or the one of that name below it; None as for `user_cache`."""
    told = environment.get(VARIABLE, "").strip()
    if told == "0":
        return None
    if told:
        folder = Path(told)
    else:
        from platformdirs import user_cache_path  # only who keeps something pays for it

        folder = user_cache_path("guardrails", appauthor=False) / "scans"
    return folder / below if _safe(folder) and _safe(folder / below) else None


def _safe(folder: Path) -> bool:
    """Make the folder, for its owner alone; whether it is there and nobody else may write to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):  # Windows: the profile's folder is its user's alone
        return True
    return told.st_uid == os.getuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class Cache:
    """Answers in one folder. Two runs may share it: entries are written whole, and a lost one is only asked again."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        """Use an existing folder; `largest` in bytes."""
        self._folder = folder
        self._largest = largest

    def get(self, key: str) -> Scan | None:
        """Return what was said; None where nothing is known, or what is there is no whole entry."""
        file = self._file(key)
        try:
            scan = _scan(json.loads(file.read_bytes()), key)
            os.utime(file)  # used now: it goes last
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            file.unlink(missing_ok=True)
            return None
        return scan

    def put(self, key: str, scan: Scan) -> None:
        """Keep an answer. A full disk or a folder that went away is no error: the answer is there all the same."""
        records = [
            {**{name: getattr(one, name) for name in _RECORD}, "answer": one.answer.value} for one in scan.records
        ]
        body = {**{name: getattr(scan, name) for name in _SCAN}, "looked": dict(scan.looked), "records": records}
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        entry = json.dumps({"form": _FORM, "key": key, "digest": _digest(text), "scan": text}, ensure_ascii=False)
        try:
            self._write(self._file(key), entry.encode())
            self._shrink()
        except OSError:
            return

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"

    def _write(self, file: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="new-")  # 0600
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(data)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _shrink(self) -> None:
        """Remove the entries not used for longest until all fit; another run may remove the same ones."""
        entries = []
        for each in os.scandir(self._folder):
            told = _told(each)
            if told is not None:
                entries.append((told.st_mtime, told.st_size, each.path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self._largest:
                return
            Path(path).unlink(missing_ok=True)
            total -= size


def _told(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Size and time of a file; None for one that another run just removed."""
    try:
        return entry.stat() if entry.is_file(follow_symlinks=False) else None
    except FileNotFoundError:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _scan(entry: Any, key: str) -> Scan:
    """Return the scan in an entry; raises ValueError, KeyError or TypeError for one that is not whole."""
    if entry["form"] != _FORM or entry["key"] != key or entry["digest"] != _digest(entry["scan"]):
        raise ValueError("not an entry of this form and key")
    body = json.loads(entry["scan"])
    records = tuple(
        Record(**{**one, "answer": Answer(one["answer"]), "keys": tuple(one["keys"])}) for one in body["records"]
    )
    return Scan(**{**body, "records": records, "notes": tuple(body["notes"])})
