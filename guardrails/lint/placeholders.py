"""Placeholders of templates: what stands in a document for a value that is put in later, and was not.

Policy variables (`${aws:username}`, `${*}`, `${aws:PrincipalTag/team, 'none'}`) are not placeholders: AWS fills them.
"""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}"  # Jinja, Handlebars, our own parameters
    r"|\{%[^%]*%\}"  # Jinja statements
    r"|%%[A-Za-z0-9_.-]+%%"
    r"|\$\{(?![*?$]\})(?![A-Za-z0-9-]+:)[^}]*\}"  # Terraform and shell; a variable of a policy has a colon
    r"|<[A-Za-z][A-Za-z0-9 _-]*>"
    r"|\[[A-Za-z][A-Za-z0-9 _-]*\]"
)


def placeholders_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, as written and in order; none for nearly every text.

    >>> placeholders_in("arn:aws:s3:::${bucket}/${aws:username}")
    ('${bucket}',)
    """
    return tuple(_PLACEHOLDER.findall(text)) if _MAY_HOLD.search(text) else ()


_MAY_HOLD = re.compile(r"[{%<\[]")
