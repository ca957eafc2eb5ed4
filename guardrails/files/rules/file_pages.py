"""The pages of the rules about files: they share their code (reading, YAML, form, references), so they share a table.

To add one: a row below, with the rule from `codes.py` or `suppressions.py`.
`example` breaks the rule, `instead` does not; both are tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Final

from guardrails.files import codes, suppressions
from guardrails.model.finding import Rule


def _page(rule: Rule, what: str, why: str, example: str, instead: str, fix: str, source: str = "") -> tuple[str, str]:
    """Return the row of one rule: id and page. Examples that begin with `organization:` are YAML, all others text."""
    parts = [rule.summary, "## What it does", _lines(what), "## Why it matters", _lines(why)]
    parts += ["## Example", _block(example), "## Use instead", _block(instead), "## How to fix", _lines(fix)]
    parts += ["## Sources", f"- {source}"] if source else []
    return rule.id, "\n\n".join(parts) + "\n"


def _lines(text: str) -> str:
    return fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _block(text: str) -> str:
    kind = "yaml" if text.startswith(("organization:", "documents:")) else "text"
    return f"```{kind}\n{text}\n```"


def _suppressed(action: str, expires: str) -> str:
    """Return an example with a suppression of a misspelled action; the document may hold the right one by now."""
    return f"""documents:
  guard: {{Version: "2012-10-17", Statement: {{Sid: A, Effect: Deny, Action: "{action}", Resource: "*"}}}}
suppressions:
- rule: LINT-007
  file: scps/guard.json
  token: s3:DeleteBuckett
  owner: platform
  reason: reviewed, waits for the next release
  expires: {expires}"""


_YAML = "https://yaml.org/spec/1.2.2/ (2021-10)"

FILE_PAGES: Final[Mapping[str, str]] = dict(
    (
        _page(
            codes.UNREADABLE,
            "Reports a file that is named (the organization file, a policy's `file`, scenarios, suppressions) and "
            "cannot be read.",
            "A policy that cannot be read guards nothing; a check that skipped it would say that all is well.",
            "organization:\n  policies: {region-lock: {file: scps/region-lok.json, draft: true}}",
            "organization:\n  policies: {region-lock: {library: ml-guard, draft: true}}",
            "Create the file, correct its name, or give yourself the right to read it.",
        ),
        _page(
            codes.OUTSIDE,
            "Reports a path that leads out of the project: absolute, with `..`, or through a link.",
            "What is reviewed must be what is used. A file outside the project changes without a review.",
            "organization:\n  policies: {region-lock: {file: ../shared/region-lock.json, draft: true}}",
            "organization:\n  policies: {region-lock: {library: ml-guard, draft: true}}",
            "Copy the file into the project and name it relative to the project folder.",
        ),
        _page(
            codes.TOO_LARGE,
            "Reports a YAML file over 2,000,000 bytes and a policy document over 200,000.",
            "AWS takes documents of at most 10,240 characters. A file that large is not what it should be, and reading "
            "it would only take memory.",
            "scps/region-lock.json: 250,000 bytes",
            "scps/region-lock.json: 1,204 bytes",
            "Look whether the right file is named; split it if it is.",
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11)",
        ),
        _page(
            codes.ENCODING,
            "Reports text that is not UTF-8, and text that begins with a byte order mark.",
            "AWS refuses a policy with a byte order mark; other encodings change what names and values say.",
            "EF BB BF 7B 22 56 65 72 ...    (a byte order mark before the first brace)",
            "7B 22 56 65 72 ...",
            "Save the file as UTF-8 without BOM.",
        ),
        _page(
            codes.STALE_RENDERED,
            "Compares `scps/rendered/` with what `guardrails render` would write now: a file that is missing, differs, "
            "or belongs to no policy any more. Without that folder the rule is silent: a project may render in CI "
            "only, and a root that reads a rendered file fails by itself where there is none. Likewise with each "
            "folder `terraform/live/ACCOUNT/MODULE/`: its `guardrails.auto.tfvars.json` and `backend.hcl` are those "
            "that `guardrails render --tfvars` would write, no other file brings values in, and the organization "
            "file has every value that the root needs. And with `rules/settings.json`, where there is one: what "
            "`guardrails render --rules` tells plain Checkov and plain cfn-lint of the organization.",
            "Terraform attaches the rendered documents. While they are stale, AWS enforces yesterday's guardrails "
            "although the reviewed ones have changed. A stale value is a network, budget or retention that nobody "
            "reviewed.",
            "scps/region-lock.json changed; scps/rendered/region-lock.json did not",
            "both changed in the same commit",
            "Run `guardrails render`, for Terraform's values `guardrails render --tfvars`, for the settings of rules "
            "`guardrails render --rules`, and commit what it writes.",
        ),
        _page(
            codes.STALE_CATALOG,
            "Notes every snapshot of AWS facts (actions, keys, Regions, instance types, prices) over 180 days old.",
            "AWS adds actions daily, and Regions and instance families every few months. With old facts a new name "
            "looks unknown, and a new accelerator is missing from generated lists.",
            "catalog: instance_types of 2026-01-10, today is 2026-11-21",
            "catalog: instance_types of 2026-11-17, today is 2026-11-21",
            "Install a newer release.",
        ),
        _page(
            codes.SYNTAX,
            "Reports a file that is empty, is not YAML, or holds a second document.",
            "What cannot be parsed cannot be checked, and of two documents one would be ignored.",
            "metadata: {name: startup-ml",
            "metadata: {name: startup-ml}",
            "Correct the place that is shown; the mistake is often one line above it.",
            _YAML,
        ),
        _page(
            codes.DUPLICATE,
            "Reports a key that stands twice in one mapping.",
            "YAML forbids it, yet most readers silently keep the last one: what stands first is reviewed and not used.",
            "scps: [full-access, region-lock]\nname: Workloads\nscps: [full-access]",
            "scps: [full-access, region-lock]\nname: Workloads",
            "Keep one of the two.",
            _YAML,
        ),
        _page(
            codes.FEATURE,
            "Reports anchors, aliases, tags, merge keys and keys that are not text.",
            "Each account should say what holds for it where it stands. Aliases can also blow a small file up to "
            "gigabytes, and tags can make a reader build objects.",
            "dev: &base {budget_usd: 100}\nprod: *base",
            "dev: {budget_usd: 100}\nprod: {budget_usd: 100}",
            "Write the value out; use `templates` for accounts that are alike.",
            _YAML,
        ),
        _page(
            codes.NESTING,
            "Reports nesting over 40 levels and more than 200,000 values.",
            "No organization needs that. Deep nesting is how parsers are crashed.",
            "[" * 42 + "]" * 42,
            "[[]]",
            "Flatten the file, or look whether it is the right one.",
        ),
        _page(
            codes.UNKNOWN_KEY,
            "Reports a key that means nothing at its place, with the name that may have been meant.",
            "A misspelled key would be ignored: `budgetusd: 100` would be an account without a budget.",
            "organization:\n  management: {budgetusd: 100}",
            "organization:\n  management: {budget_usd: 100}",
            "Correct the name, or move values of your own to `settings.values`.",
        ),
        _page(
            codes.MISSING_KEY,
            "Reports a key without which an entry means nothing.",
            "An exception without an owner or an end would never be looked at again.",
            "organization:\n  state: {account: Dev}",
            "organization:\n  state: {account: Dev, bucket: example-terraform-state}",
            "Add the key. The JSON Schema for editors names what is needed.",
        ),
        _page(
            codes.WRONG_VALUE,
            "Reports a value of the wrong type or outside its range. Nothing is converted.",
            "An account id without quotes is a number, and loses its leading zeros.",
            "organization:\n  management: {id: 111111111111}",
            'organization:\n  management: {id: "111111111111"}',
            "Write the value as the message asks; put ids and dates in quotes.",
        ),
        _page(
            codes.REFERENCE,
            "Reports a name that is used and nowhere defined (a policy, a principal, a template, an account, a node), "
            "and one that is used where it cannot be.",
            "A misspelled attachment attaches nothing. The node would look guarded and be open.",
            "organization:\n  root: {scps: [FullAWSAccess, regionlock]}\n"
            "  policies: {region-lock: {library: ml-guard, draft: true}}",
            "organization:\n  root: {scps: [FullAWSAccess]}\n"
            "  policies: {region-lock: {library: ml-guard, draft: true}}",
            "Correct the name, or define what it names.",
        ),
        _page(
            codes.PARAMETER,
            "Reports a `{{name}}` of a document that has no value, a value of the wrong form, a list left empty, and "
            "a parameter or exemption that the document never mentions.",
            "A parameter without a value would reach AWS as text and match nothing; an exemption that no statement "
            "mentions exempts nobody.",
            "organization:\n  policies: {own: {file: scps/own.json, draft: true}}\n"
            "documents:\n  own: {Version: '2012-10-17', Statement: [{Sid: A, Effect: Deny, Action: 's3:DeleteBucket', "
            "Resource: ['{{buckets}}']}]}",
            "organization:\n  policies: {own: {file: scps/own.json, draft: true, params: "
            "{buckets: ['arn:aws:s3:::logs']}}}\n"
            "documents:\n  own: {Version: '2012-10-17', Statement: [{Sid: A, Effect: Deny, Action: 's3:DeleteBucket', "
            "Resource: ['{{buckets}}']}]}",
            "Give the parameter a value under `params`, or take it out of the document.",
        ),
        _page(
            suppressions.UNUSED,
            "Reports an entry of the suppressions that silences nothing: what it was written for is mended, as in the "
            "example, or its file, `sid` or `token` no longer fits. It is asked only when everything is checked, not "
            "when single files are named.",
            "An entry nobody needs waits for the next mistake of its kind, and silences that one unseen.",
            _suppressed("s3:DeleteBucket", "2027-03-31"),
            _suppressed("s3:DeleteBuckett", "2027-03-31"),
            "Remove the entry, or correct what it names. `--fix` never touches suppressions.",
            "https://docs.astral.sh/ruff/rules/unused-noqa/ (2026-09; the same rule for comments)",
        ),
        _page(
            suppressions.EXPIRED,
            "Reports an entry of the suppressions whose day `expires` is over. The entry silences nothing any more: "
            "its finding shows again beside this one.",
            "A suppression is a promise to come back. Its day is when somebody has to decide again.",
            _suppressed("s3:DeleteBuckett", "2026-03-31"),
            _suppressed("s3:DeleteBuckett", "2027-03-31"),
            "Mend what the entry is about and remove it, or set a new day with a reason that holds now.",
        ),
    )
)
"""By rule id: Markdown in the form of every rule's page."""
