"""`guardrails check`'s way into files: every file is sorted, and its policies are read with their places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from guardrails.files.policies.found import Classified, Documents
from guardrails.files.policies.making import Source
from guardrails.files.policies.walk import JSON, KINDS, TEMPLATES, absolute, leads_outside, policy_files, shown
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_text import MAX_LENGTH
from guardrails.model.report import FileStatus

MAX_SEARCHED = 64 << 20
"""Bytes of a file that is too long for a policy, through which we look whether it mentions one."""

_HCL = re.compile(r'^\s*(?:resource|data|module|variable|provider)\s+"|^\s*(?:locals|terraform)\s*\{', re.MULTILINE)
_YAML = re.compile(r"^(?:---|[\"']?[\w-]+[\"']?:(?:\s|$))", re.MULTILINE)
_SPACE = re.compile(r"\s*")
_MENTIONS = re.compile(rb"S\x00?t\x00?a\x00?t\x00?e\x00?m\x00?e\x00?n\x00?t|\bstatement\s*\{|aws_organizations_policy")
"""What a policy cannot do without: in UTF-8, in UTF-16, in HCL."""


@dataclass(slots=True)
class _Text:
    """One file that is text, to be read."""

    path: Path
    source: Source
    data: bytes
    text: str
    kind: str


@dataclass(slots=True)
class _Reading:
    """All files of one run; Terraform files come first, since they say of others what they are."""

    root: Path
    type: PolicyType | None
    texts: dict[Path, _Text] = field(default_factory=dict)
    results: dict[Path, Classified] = field(default_factory=dict)
    documents: dict[Path, Documents] = field(default_factory=dict)


def read_policies(paths: Sequence[Path], root: Path, type: PolicyType | None) -> tuple[Classified, ...]:
    """Return what became of each file, in the order of the paths; folders are walked as `policy_files` does.

    Files that hold what a Terraform file only names come last, unless they are among the paths.

    Args:
        paths: files and folders. A file is read whatever its name ends in.
        root: the folder that links must not lead out of, and that shown names are relative to.
        type: what all documents are; None to judge each by its file, path and content, see `sorting.py`.
    """
    reading = _Reading(root, type)
    files = policy_files(paths, root)
    for path in files:
        _open(reading, path)
    _read_terraform(reading)
    for path, one in reading.texts.items():
        if one.kind != "hcl":
            reading.documents[path] = _read(one)
    for path, documents in reading.documents.items():
        one = reading.texts[path]
        reading.results[path] = documents.classified(one.source.file, one.text)
    return tuple(reading.results[path] for path in dict.fromkeys((*files, *reading.results)))


def _open(reading: _Reading, path: Path) -> None:
    file = shown(path, reading.root)
    data = _bytes_of(path, reading.root)
    text = data if isinstance(data, Classified) else _decoded(data, file)
    if isinstance(text, Classified):
        reading.results[path] = text
    elif isinstance(data, bytes):
        name = path.name[: -len(path.suffix)] if path.suffix.lower() in TEMPLATES else path.name
        source = Source(file, Path(name).stem or path.name, reading.type)
        reading.texts[path] = _Text(path, source, data, text, _kind_of(name, text))


def _bytes_of(path: Path, root: Path) -> bytes | Classified:
    file = shown(path, root)
    try:
        if not path.exists():
            return _unreadable(file, "it leads nowhere" if path.is_symlink() else "it does not exist")
        if leads_outside(path, root):
            return _unreadable(file, "it leads outside the folder; links out of it are not followed")
        if path.is_dir():
            return _unreadable(file, "the folder cannot be listed")
        if not path.is_file():
            return _unreadable(file, "it is not a regular file")
        with path.open("rb") as stream:
            data = stream.read(MAX_LENGTH + 1)
            if len(data) <= MAX_LENGTH:
                return data
            rest = stream.read(MAX_SEARCHED)
    except (OSError, ValueError) as error:
        return _unreadable(file, f"it cannot be read: {getattr(error, 'strerror', None) or 'not a path'}")
    if len(rest) < MAX_SEARCHED and not _MENTIONS.search(data) and not _MENTIONS.search(data[-32:] + rest):
        return Classified(file, FileStatus.NOT_A_POLICY, f"{path.name} has no Statement")
    return _unreadable(file, f"it is larger than {MAX_LENGTH:,} bytes, more than any policy")


def _unreadable(file: str, reason: str) -> Classified:
    return Classified(file, FileStatus.UNREADABLE, reason)


def _decoded(data: bytes, file: str) -> str | Classified:
    """Return the text without byte order mark; UTF-16 is read, too, since a lint can say what is wrong with it."""
    encoding = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\x00" in data[:2]:
        encoding = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096]:
            return _unreadable(file, "it is binary, not text")
        return _unreadable(file, f"it is not UTF-8: byte {error.start + 1} cannot be decoded")
    if "\x00" in text:
        return _unreadable(file, "it is binary, not text")
    if text.strip():
        return text
    may_be_empty = Path(file).suffix.lower() not in JSON
    return Classified(file, FileStatus.NOT_A_POLICY if may_be_empty else FileStatus.UNREADABLE, "it is empty")


def _kind_of(name: str, text: str) -> str:
    kind = KINDS.get(Path(name).suffix.lower(), "")
    start = _start(text)
    is_json = start[:1] in ("{", "[") and start not in ("{{", "{%", "{#")
    if kind:
        return "json" if kind == "yaml" and is_json and _is_json(text) else kind
    if is_json:
        return "json"
    return "hcl" if _HCL.search(text) else "yaml" if _YAML.search(text) else "text"


def _start(text: str) -> str:
    """Return the first two characters after space and comments."""
    at = 0
    while at < len(text):
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere
        if text.startswith(("//", "#"), at):
            end = text.find("\n", at)
        elif text.startswith("/*", at):
            end = text.find("*/", at)
            end += end >= 0
        else:
            return text[at : at + 2]
        at = end + 1 if end >= 0 else len(text)
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _read(one: _Text) -> Documents:
    from guardrails.files.policies.json_files import read_json_file

    if one.kind == "json":
        return read_json_file(one.source, one.text, one.data)
    if one.kind == "yaml":
        from guardrails.files.policies.yaml_files import read_yaml_file

        return read_yaml_file(one.source, one.text)
    return _read_other(one)


def _read_other(one: _Text) -> Documents:
    """Return what can be said of a text of no known form: a template, perhaps."""
    from guardrails.files.policies.json_files import MENTIONS_STATEMENT
    from guardrails.files.policies.templates import unfilled

    if not MENTIONS_STATEMENT.search(one.text):
        return Documents()
    unreadable = Documents(unreadable=["neither JSON, YAML nor HCL, though it mentions a statement"])
    return unfilled(one.source.file, one.text) or unreadable


def _read_terraform(reading: _Reading) -> None:
    from guardrails.files.policies.modules import Modules, may_hold_policies
    from guardrails.files.policies.terraform_json import NO_POLICIES

    wanted = []
    for path, one in reading.texts.items():
        if one.kind == "hcl":
            reading.documents[path] = Documents(other=NO_POLICIES)
            if may_hold_policies(one.source.file, one.text, reading.type):
                wanted.append((path, one.source, one.text))
    if wanted:
        modules = Modules(reading.root)
        known = {absolute(path): path for path in reading.texts}
        for path, documents in modules.read(wanted).items():
            path = known.get(absolute(path), path)
            if path not in reading.texts:
                _open(reading, path)
            if path in reading.texts:
                reading.documents[path] = documents
        _refer(reading, modules.referred)


def _refer(reading: _Reading, referred: Mapping[Path, PolicyType | None]) -> None:
    """Give files that Terraform names the type they have there; those that nobody gave us are read as well."""
    known = {path.resolve(): one for path, one in reading.texts.items()}
    for path, type in referred.items():
        if path not in known:
            _open(reading, path)
        one = known.get(path) or reading.texts.get(path)
        if one and type and not one.source.type:
            one.source = replace(one.source, type=type)
