"""One account of the organization as a live root of Terraform sees it, and what it means that a value is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guardrails.files.loaded import Project
from guardrails.files.rules.entries import at, mapping
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Account
from guardrails.model.source import Pointer, show_pointer

Values = dict[str, Any]

_WORD = re.compile(r"\{(\w+)\}")


class Lacking(Exception):
    """The organization file lacks a value that a root needs, or has one that cannot serve; `pointer` is its place."""

    def __init__(self, pointer: Pointer, reason: str = "is not in the organization file", shown: str = "") -> None:
        super().__init__(f"{shown or show_pointer(pointer)[1:].replace('/', '.')} {reason}")
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class View:
    """The account and the module of one root. All values are as the organization file has them."""

    project: Project
    account: Account
    module: str

    @property
    def entry(self) -> Mapping[str, Any]:
        """What the file says of the account; for one that a template made, the use of the template."""
        return mapping(self.project, *self.account.pointer)

    def need(self, *pointer: str | int) -> Any:
        """Return the value at a pointer into the file; raises Lacking where there is none, or an empty one."""
        value = at(self.project, *pointer)
        if value is None or value in ("", [], {}):
            raise Lacking(pointer)
        return value

    def own(self, *keys: str | int) -> Any:
        """Return a value of the account's entry; raises Lacking where there is none."""
        try:
            return self.need(*self.account.pointer, *keys)
        except Lacking as problem:
            raise self._lacking(*keys) from problem

    def said(self, value: Any, key: str) -> Any:
        """Return a value of the account that may come from its template; raises Lacking, naming its key, for none."""
        if value in (None, ""):
            raise self._lacking(key)
        return value

    def _lacking(self, *keys: str | int) -> Lacking:
        """What to raise for a key of the account: named by the account, not by its place in the tree."""
        return Lacking((*self.account.pointer, *keys), shown=f"{'.'.join(map(str, keys))} of {self.account.name}")

    def setting(self, path: str) -> Any:
        """Return `settings.<path>`; raises Lacking where there is none."""
        return self.need("settings", *path.split("."))

    def may(self, path: str) -> Any:
        """Return the value at a dotted path into the file, or None."""
        return at(self.project, *path.split("."))

    @property
    def home(self) -> str:
        """The region of the organization's own."""
        region: str = self.setting("home_region")
        return region

    @property
    def env(self) -> str:
        """The environment of the account."""
        env: str = self.said(self.account.env, "env")
        return env

    def prefix(self, region: str = "") -> str:
        """Return how names begin in a region (home where none is given): `MM-dev-use1`."""
        code = self.need("settings", "naming", "region_codes", region or self.home)
        begin = re.split(r"\[|-\{resource\}", self.setting("naming.pattern"))[0]
        name = filled(begin, {"prefix": self.setting("naming.prefix"), "env": self.env, "region": code})
        if name is None:
            raise Lacking(("settings", "naming", "pattern"), "has another word before the resource")
        return name

    def account_of(self, name: str, *pointer: str | int) -> Account:
        """Return the account that a pointer names; raises Lacking where there is none, or one without an id."""
        found = find_account(self.project.organization, name)
        if found is None or not found.id:
            raise Lacking(pointer, f"names {name!r}, which is no account with an id")
        return found


def filled(pattern: str, words: Mapping[str, str]) -> str | None:
    """Return a pattern of the file with its `{word}`s filled in; None where it has another word, or a lone brace.

    Not `str.format`: a pattern is data, and `{env.__class__}` or `{env:>999999999}` would be carried out.
    """
    rest = _WORD.sub("", pattern)
    if "{" in rest or "}" in rest or not words_of(pattern) <= words.keys():
        return None
    return _WORD.sub(lambda word: words[word[1]], pattern)


def words_of(pattern: str) -> set[str]:
    """Return the words that a pattern of the file asks for: `{module}/{env}` -> module, env."""
    return set(_WORD.findall(pattern))


def folder_name(account: str) -> str:
    """Return how the folder of an account is called: `management`, `data-lake-sales`."""
    return re.sub(r"[^a-z0-9]+", "-", account.strip().lower()).strip("-")
