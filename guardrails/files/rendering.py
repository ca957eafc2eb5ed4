"""Final documents as AWS gets them: minified, measured against both quota profiles, and packed where slots are short.

Pure functions over decoded documents; nothing here reads or writes a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guardrails.catalog.quotas import CURRENT, LEGACY, Quotas
from guardrails.files.loaded import Project
from guardrails.model.organization.levels import path_name, places
from guardrails.model.policy.document import Effect, PolicyType

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How large one final document is, and whether that fits each profile. `limit` is AWS's for the document's type."""

    slug: str
    type: PolicyType
    characters: int
    utf8_bytes: int
    limit: int
    legacy_limit: int

    @property
    def counted(self) -> int:
        """What is held against the quota: characters or UTF-8 bytes, whichever is more (AWS does not say which)."""
        return max(self.characters, self.utf8_bytes)

    @property
    def fits(self) -> bool:
        """Whether AWS's current quota admits the document."""
        return self.counted <= self.limit

    @property
    def fits_legacy(self) -> bool:
        """Whether the quota before the raise admits it as well."""
        return self.counted <= self.legacy_limit


@dataclass(frozen=True, slots=True)
class Pack:
    """One policy made of several: its name, the slugs it holds, and the merged document."""

    name: str
    slugs: tuple[str, ...]
    document: Json


def minified(document: Json) -> str:
    """Return the document as JSON without any optional white space; this text is what is attached and measured."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def rendered(project: Project) -> dict[str, str]:
    """Return the minified text of every final document by slug, in the order of the organization file."""
    return {slug: minified(final) for slug, final in project.finals.items()}


def limit_of(type: PolicyType, quotas: Quotas) -> int:
    """Return the largest size of a document of that type."""
    return quotas.rcp_max_chars if type is PolicyType.RCP else quotas.scp_max_chars


def size_of(slug: str, type: PolicyType, text: str, current: Quotas = CURRENT, legacy: Quotas = LEGACY) -> Size:
    """Return the size of a text that is to be attached."""
    return Size(slug, type, len(text), len(text.encode()), limit_of(type, current), limit_of(type, legacy))


def sizes(project: Project) -> tuple[Size, ...]:
    """Return the size of every final document, in the order of the organization file."""
    policies = project.organization.policies
    return tuple(size_of(slug, policies[slug].type, text) for slug, text in rendered(project).items())


def packed(documents: Mapping[str, Json], limit: int, slots: int) -> tuple[Pack, ...] | None:
    """Return the documents merged into at most `slots` policies of at most `limit` characters; None where none fits.

    First fit by falling size, so the result depends on the content alone. Documents that already fit in the slots stay
    as they are. Sids stay unique: one that stands twice gets the slug of its document in front.
    """
    if any(_counted(document) > limit for document in documents.values()):
        return None
    if len(documents) <= slots:
        return tuple(Pack(slug, (slug,), document) for slug, document in documents.items())
    bins: list[list[str]] = []
    order = sorted(documents, key=lambda slug: (-_counted(documents[slug]), slug))
    for slug in order:
        for one in bins:
            # In the order of the documents: which Sids get longer, and so the size, hangs on it.
            merged = merge({name: documents[name] for name in documents if name in (*one, slug)})
            if merged is not None and _counted(merged) <= limit:
                one.append(slug)
                break
        else:
            bins.append([slug])
    if len(bins) > slots:
        return None
    return tuple(_pack(sorted(one, key=list(documents).index), documents) for one in bins)


def packed_text(project: Project, name: str) -> str | None:
    """Return the text of the pack of that name as it would be rendered now; None when it is no pack of our policies."""
    slugs = name.split("+")
    if len(slugs) < 2 or not all(slug in project.finals for slug in slugs):
        return None
    merged = merge({slug: project.finals[slug] for slug in slugs})
    return None if merged is None else minified(merged)


def _pack(slugs: Sequence[str], documents: Mapping[str, Json]) -> Pack:
    merged = merge({slug: documents[slug] for slug in slugs})
    assert merged is not None, "only documents that can be merged share a bin"
    return Pack("+".join(slugs), tuple(slugs), merged)


def _counted(document: Json) -> int:
    text = minified(document)
    return max(len(text), len(text.encode()))


def merge(documents: Mapping[str, Json]) -> Json | None:
    """Return one document with all statements in order; None where versions differ (variables would change meaning).

    `Id` is dropped. A document alone stays as it is.
    """
    if len(documents) == 1:
        return next(iter(documents.values()))
    versions = {document.get("Version") for document in documents.values()}
    if len(versions) != 1:
        return None
    statements = [(slug, statement) for slug, document in documents.items() for statement in _statements(document)]
    used: set[str] = set()
    merged = [_with_unique_sid(statement, slug, used) for slug, statement in statements]
    version = versions.pop()
    return {**({"Version": version} if version else {}), "Statement": merged}


def _statements(document: Json) -> Iterable[Json]:
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _with_unique_sid(statement: Json, slug: str, used: set[str]) -> Json:
    sid = statement.get("Sid")
    if not sid:
        return statement
    fresh, count = sid, 1
    while fresh in used:
        prefix = "".join(part.capitalize() for part in re.findall("[A-Za-z0-9]+", slug))
        fresh = f"{prefix}{sid}" if count == 1 else f"{prefix}{sid}{count}"
        count += 1
    used.add(fresh)
    return statement if fresh == sid else {**statement, "Sid": fresh}


def slots_at(project: Project, depth: int, quotas: Quotas, type: PolicyType = PolicyType.SCP) -> int:
    """Return how many policies of ours a node takes: the quota less what Control Tower attaches to top-level OUs."""
    if type is PolicyType.RCP:
        return quotas.rcp_max_per_node
    tower = project.organization.settings
    reserved = tower.number("control_tower.reserved_scp_slots", 0) if tower.get("control_tower.enabled") is True else 0
    return quotas.scp_max_per_node - (reserved if depth == 1 else 0)


def packed_nodes(project: Project, quotas: Quotas = CURRENT) -> dict[str, tuple[Pack, ...] | None]:
    """Return for every place with SCPs of ours the policies to attach there instead; None where no packing fits.

    FullAWSAccess and other policies that allow are never merged, but take their slots.
    """
    result: dict[str, tuple[Pack, ...] | None] = {}
    for path in places(project.organization):
        name = path_name(path)
        attached = project.attached(path[-1], name)
        ours = {slug: project.finals[slug] for slug in attached if _only_denies(project, slug)}
        if ours:
            others = len(attached) - len(ours)
            slots = slots_at(project, len(path) - 1 if path[-1].kind.value != "account" else 0, quotas) - others
            result[name] = packed(ours, quotas.scp_max_chars, slots)
    return result


def _only_denies(project: Project, slug: str) -> bool:
    if slug not in project.finals:
        return False
    return all(statement.effect is Effect.DENY for statement in project.documents[slug].statements)
