"""Finds organization policies in Terraform files: heredocs, texts, `jsonencode`, policy document blocks, files.

Whatever is not static is named and makes the file unreadable: what Terraform works out later, nobody can check here.
Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_policy (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from guardrails.files.policies.document_blocks import read_document_block
from guardrails.files.policies.found import Documents, Locate, PolicyFile
from guardrails.files.policies.hcl import Block, Node, NotHcl, heredoc
from guardrails.files.policies.making import Source
from guardrails.files.policies.module import DATA, Module
from guardrails.files.policies.parts import is_document
from guardrails.files.policies.places import at_spans, in_heredoc, placed
from guardrails.files.policies.remote import remote_finding, unpinned_finding
from guardrails.files.policies.sorting import TYPES, statements_in, type_of, type_said_by
from guardrails.files.policies.static import Dynamic, Values
from guardrails.files.policies.terraform_json import NO_POLICIES, RESOURCES
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import Lenient, parse_leniently, value_leniently
from guardrails.model.source import Location, Span

GIT_MODULE = re.compile(r'source\s*=\s*"[^"\n]*(?:git::|github\.com|bitbucket\.org|\.git\b)')
ABOUT_POLICIES = re.compile(
    r"(?<![a-z])(?:scps?|rcps?)(?![a-z])|(?:service|resource).?control|organi[sz]ations?.?polic", re.I
)
_DOCUMENT = re.compile(rf"data\.{DATA}\.([\w-]+)(?:\[0\])?\.(?:json|minified_json)")
_LOCAL_FILE = re.compile(r"data\.local_file\.([\w-]+)\.content")
_REMOTE = re.compile(
    r"data\.(?:http|external|aws_s3_object|aws_s3_bucket_object|aws_ssm_parameter|terraform_remote_state)\."
)
_GIVEN = re.compile(rf"\bStatement\b|^(?:\w+\()*(?:file\(.*\.json|data\.{DATA}\.)")
"""What a module is given that is a document."""

_PINNED = re.compile(r"[?&]ref=(?:[0-9a-f]{7,40}|[^&]*\d+\.\d+[^&]*|v\d[^&]*)(?:&|$)", re.I)
_MOST_INSTANCES = 500
_UNWRAPPED = ("jsonencode", "jsondecode", "yamldecode", "trimspace", "tostring")


@dataclass(slots=True)
class TerraformFile:
    """Reads one file of a module.

    `seen` holds the document blocks that were read already, `homes` what the files hold that they stand in.
    """

    source: Source
    path: Path
    module: Module
    shown: Callable[[Path], str]
    seen: set[tuple[Path, str]]
    homes: dict[Path, Documents]
    documents: Documents = field(default_factory=lambda: Documents(other=NO_POLICIES))
    _each: Mapping[str, object] = field(default_factory=dict)

    def read(self, text: str) -> Documents:
        """Return the policies of the resources, what cannot be read of them, and modules from elsewhere."""
        try:
            file = self.module.parse(self.path, text)
        except NotHcl as error:
            self.documents.unreadable.append(str(error))
            return self.documents
        for type in RESOURCES:
            for block in file.of_type("resource", type):
                self._resource(f"{type}.{block.labels[-1]}", block)
        for block in file.of_type("module"):
            self._module(block)
        return self.documents

    def read_blocks(self, text: str) -> None:
        """Add the document blocks that no resource uses; only a path can say that they are ours."""
        try:
            file = self.module.parse(self.path, text)
        except NotHcl:
            return
        for block in file.of_type("data", DATA):
            if (self.path, block.labels[-1]) not in self.seen:
                self._guarded(
                    f"data.{DATA}.{block.labels[-1]}",
                    block.span,
                    partial(self._block, self.path, block, None, alone=True),
                )

    def _resource(self, name: str, block: Block) -> None:
        content = block.attributes.get("content")
        if content is None:
            self.documents.unreadable.append(f"{name} has no content")
            return
        for each in self._instances(block, content):
            self._each = each
            label = f'["{self._each["key"]}"]' if self._each else ""
            said = self._type(block)
            if isinstance(said, str):
                self.documents.other = said
            else:
                self._guarded(
                    name + label, content.span, partial(self._content, block.labels[-1] + label, content, said)
                )
        self._each = {}

    def _instances(self, block: Block, content: Node) -> list[Mapping[str, object]]:
        """Return key and value of each instance; one without them where there is one, or where they are not known."""
        if "for_each" not in block.attributes or "each." not in content.whole:
            return [{}]
        try:
            loop = self.module.values().of(block.attributes["for_each"])
        except Dynamic:
            return [{}]
        if isinstance(loop, list):
            loop = {one: one for one in loop if isinstance(one, str)}
        if not isinstance(loop, dict) or not 0 < len(loop) <= _MOST_INSTANCES:
            return [{}]
        return [{"key": key, "value": value} for key, value in loop.items()]

    def _values(self) -> Values:
        return self.module.values(self._each)

    def _guarded(self, name: str, span: Span, read: Callable[[], None]) -> None:
        try:
            read()
        except Dynamic as expression:
            what = str(expression)
            self.documents.unreadable.append(f"content of {name} is built from `{what}`: render it first")
            if _REMOTE.search(what):
                self.documents.findings.append(remote_finding(Location(self.source.file, (), span), name, what))

    def _type(self, block: Block) -> PolicyType | str | None:
        if "type" not in block.attributes:
            return PolicyType.SCP
        try:
            said = self._values().of(block.attributes["type"])
        except Dynamic:
            return None
        if isinstance(said, str) and "${" not in said:
            return TYPES.get(said) or f"{said.lower().replace('_', ' ')} of Terraform"
        return None

    def _content(self, name: str, content: Node, type: PolicyType | None) -> None:
        node, calls = _unwrapped(content)
        whole, inner = content.written, node.whole
        document, local_file = _DOCUMENT.fullmatch(inner), _LOCAL_FILE.fullmatch(inner)
        if document:
            self._referred_block(document[1], type, whole)
        elif local_file:
            self._local_file(local_file[1], content)
        elif node.kind == "function_call" and node.children[0].text in ("file", "templatefile"):
            path = node.children[1].children[0]
            self._refer(path, content, type, node.children[0].text == "templatefile")
        elif node.kind == "heredoc_template":
            self._heredoc(name, node, type)
        elif calls == ["jsonencode"]:
            self._encoded(name, node, type)
        else:
            self._text(name, content, type)

    def _referred_block(self, block: str, type: PolicyType | None, whole: str) -> None:
        found = self.module.block("data", DATA, block)
        if found is None:
            raise Dynamic(whole)
        self._block(*found, type)

    def _block(self, path: Path, block: Block, type: PolicyType | None, alone: bool = False) -> None:
        """Add the document of a block; `alone`: no resource uses it, only the path says that it is ours."""
        file = self.shown(path)
        if path != self.path:
            self.documents.other = f"its policies stand in {file}"
        if (path, block.labels[-1]) in self.seen:
            return
        values = self._values()
        value = read_document_block(block, values)
        if alone and type_said_by(file) is PolicyType.SCP and any("Principal" in one for one in statements_in(value)):
            return  # SCPs name no principals: it belongs to a role or a resource
        self.seen.add((path, block.labels[-1]))
        home = self.documents if path == self.path else self.homes.setdefault(path, Documents(other=NO_POLICIES))
        self._add(block.labels[-1], value, type, at_spans(file, values.spans, block.span), file=file, home=home)

    def _local_file(self, name: str, content: Node) -> None:
        found = self.module.block("data", "local_file", name)
        if found is None or "filename" not in found[1].attributes:
            raise Dynamic(content.written)
        self._refer(found[1].attributes["filename"], content, None, False)

    def _refer(self, path: Node, content: Node, type: PolicyType | None, filled: bool) -> None:
        """Note the files that an expression reads; where a part of the path is open, all that may be meant."""
        named = str(self._values().of(path))
        try:
            files = self.module.files_of(named)
        except Dynamic:
            raise Dynamic(content.written) from None
        texts = [self.module.read(file) for file in files]
        for text in texts:
            if text is None or (filled and re.search(r"(?<!\$)\$\{|(?<!%)%\{", text)):
                raise Dynamic(content.written)
        if not files:
            raise Dynamic(content.written)
        for file in files:
            self.documents.referred[file.resolve()] = type if len(files) == 1 else None
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        self.documents.other = f"its policies stand in {self.shown(files[0])}{more}"

    def _encoded(self, name: str, content: Node, type: PolicyType | None) -> None:
        values = self._values()
        value = values.of(content)
        self._add(name, value, type, at_spans(self.source.file, values.spans, content.span))

    def _heredoc(self, name: str, node: Node, type: PolicyType | None) -> None:
        raw = heredoc(node.text)
        locate = in_heredoc(self.source.file, raw, node.span.line + 1)
        self._json(name, self._values().filled(raw), raw, type, locate)

    def _text(self, name: str, content: Node, type: PolicyType | None) -> None:
        values = self._values()
        value = values.of(content)
        if is_document(value):
            self._add(name, value, type, at_spans(self.source.file, values.spans, content.span))
        elif isinstance(value, str):
            self._json(name, value, value, type, at_spans(self.source.file, {}, content.span))
        else:
            raise Dynamic(content.written)

    def _json(self, name: str, text: str, raw: str, type: PolicyType | None, locate: Locate) -> None:
        parsed = parse_leniently(text, type or PolicyType.SCP, self.source.file)
        unfilled = re.search(r"(?<!\$)\$\{((?![\w.-]+:(?!:))[^{}*?$][^{}]*)\}", raw)
        if parsed.value is None and unfilled:
            raise Dynamic(" ".join(unfilled[1].split())[:80])
        if parsed.value is None:
            reason = parsed.problems[-1].message if parsed.problems else "no JSON"
            self.documents.unreadable.append(f"content of {name} is not JSON: {reason}")
        self._add(name, parsed.value, type, locate, parsed)

    def _add(
        self,
        name: str,
        value: object,
        type: PolicyType | None,
        locate: Locate,
        parsed: Lenient | None = None,
        *,
        file: str = "",
        home: Documents | None = None,
    ) -> None:
        file, home = file or self.source.file, home or self.documents
        known = type_of(value, file, self.source.type or type)
        if isinstance(known, str):
            home.other = known
            return
        read = parsed or value_leniently(value, known, file)
        read = replace(read, problems=placed(read.problems, locate))
        home.policies.append(PolicyFile(name, file, known, read, "", locate))

    def _module(self, block: Block) -> None:
        """Add the documents that a module about policies is given, and say whether what it does itself is pinned."""
        source = block.attributes.get("source")
        name = f"module.{block.labels[-1]}"
        about = source is not None and ABOUT_POLICIES.search(f"{block.labels[-1]} {source.whole}") is not None
        if source is not None and about:
            address = source.whole.strip('"')
            if GIT_MODULE.search(f'source = "{address}"') and not _PINNED.search(address):
                place = Location(self.source.file, (), source.span)
                self.documents.findings.append(unpinned_finding(place, name, address))
        if about or type_said_by(self.source.file):
            for key, value in block.attributes.items():
                if _GIVEN.search(value.whole):
                    read = partial(self._content, f"{block.labels[-1]}.{key}", value, None)
                    self._guarded(f"{name}.{key}", value.span, read)


def _unwrapped(node: Node) -> tuple[Node, list[str]]:
    """Return the expression inside of calls that do not change a document, with the names of the calls."""
    calls = []
    node = node.bare
    while node.kind == "function_call" and len(node.children) == 2 and len(node.children[1].children) == 1:
        name, arguments = node.children
        if name.text not in _UNWRAPPED:
            break
        calls.append(name.text)
        node = arguments.children[0].bare
    return node, calls
