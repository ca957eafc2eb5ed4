"""Placeholders of templates: what stands in a document for a value that is put in later, and was not.

Policy variables (`${aws:username}`, `${*}`, `${aws:PrincipalTag/team, 'none'}`) are not placeholders: AWS fills them.
`${AWS::AccountId}`, `${self:stage}` and `${NAME:-default}` are: CloudFormation, Serverless and the shell fill those.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_OTHER_TOOLS = r"(?i:self|opt|env|cf|sls|param|file):|ssm:/"
_VARIABLE = rf"(?:[*?$]|(?!{_OF_OTHER_TOOLS})[A-Za-z0-9.-]+:(?![:=?+-])[^}}]{{0,300}})"
_RANGES = r"(?:[A-Za-z0-9]-[A-Za-z0-9])+[A-Za-z0-9_-]?"

_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}"  # Jinja, Handlebars, our own parameters
    r"|\{%[^%]{0,300}%\}"  # Jinja statements
    r"|<%[^%]{0,300}%>"  # ERB, EJS
    r"|%%[A-Za-z0-9_.-]+%%"
    r"|(?<!%)%\{[^}]{1,300}\}"  # directives of Terraform
    rf"|\$\{{(?!{_VARIABLE}\}})[^}}]{{0,300}}\}}"  # Terraform, CloudFormation and shell
    r"|<[A-Za-z][\w .,:/'-]*>"
    rf"|\[(?!{_RANGES}\])[A-Za-z][A-Za-z0-9 _.-]*\]"  # but `[a-z]` is somebody's idea of a pattern
)
_MAY_HOLD = re.compile(r"[{%<\[]")


def placeholders_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, as written and in order; none for nearly every text.

    >>> placeholders_in("arn:aws:s3:::${bucket}/${aws:username}")
    ('${bucket}',)
    """
    return tuple(_PLACEHOLDER.findall(text)) if _MAY_HOLD.search(text) else ()


def placeholders_with_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield each placeholder of a text with its offset."""
    return ((match.group(), match.start()) for match in _PLACEHOLDER.finditer(text))
