"""Rules of the engine, each with the edit that breaks it: `(rule, module, what stands there, what breaks it)`.

`test_mutations.py` breaks one after the other and wants a corpus case to notice. Operators are broken there by name.
"""

from __future__ import annotations

from typing import NamedTuple


class Mutation(NamedTuple):
    """One rule, and a textual edit of a module below `guardrails.evaluation` that breaks it."""

    rule: str
    module: str
    old: str
    new: str


MUTATIONS = (
    Mutation("an SCP level must allow", "decide", "return Verdict.of(deny, allow & account", "return Verdict.of(deny, account"),
    Mutation("SCP levels intersect", "decide", "allow = every(some(allows", "allow = some(some(allows"),
    Mutation("the policies of one level are a union", "decide", "every(some(allows", "every(every(allows"),
    Mutation("a Deny of any policy wins", "decide", "deny = some(denies(", "deny = every(denies("),
    Mutation("SCPs deny", "decide", "for document in documents)\n    deny", "for document in account_policies(policies, request))\n    deny"),
    Mutation("RCPs deny", "decide", "deny = deny | rcp_denies(policies, request)", "deny = deny"),
    Mutation("`*:*` is every action", "patterns", 'if pattern in ("*", "*:*"):', 'if pattern == "*":'),
    Mutation("the management account is exempt", "reach", "if request.principal.in_management_account:", "if False:"),
    Mutation("service-linked roles are exempt from SCPs", "reach", 'SERVICE_LINKED_ROLE: "service-linked role"', 'USER: ""'),
    Mutation("service principals are exempt from SCPs", "reach", 'PrincipalKind.SERVICE: "service principal"', 'PrincipalKind.SERVICE: ""'),
    Mutation("anonymous callers are exempt from SCPs", "reach", 'ANONYMOUS: "anonymous caller"', 'ANONYMOUS: ""'),
    Mutation("member root users are bound by SCPs", "reach", 'PrincipalKind.ANONYMOUS: "anonymous caller",', 'PrincipalKind.ANONYMOUS: "a", PrincipalKind.ROOT: "root",'),
    Mutation("resources of the management account are beyond RCPs", "reach", "if request.resource_in_management_account:", "if False:"),
    Mutation("service-linked roles are exempt from RCPs", "reach", "if request.principal.kind is PrincipalKind.SERVICE_LINKED_ROLE:", "if False:"),
    Mutation("RCPs reach some services only", "reach", "if not is_rcp_service(_service(request)):", "if False:"),
    Mutation("kms:RetireGrant is beyond RCPs", "reach", '"kms:retiregrant"', '"kms:nothing"'),
    Mutation("action, resource and conditions are ANDed", "decide", "return resource & every(", "return resource | every("),
    Mutation("conditions are ANDed", "decide", "resource & every(condition", "resource & some(condition"),
    Mutation("identity policies must allow", "decide", "Truth.TRUE if root else some(allows(document, request)", "Truth.TRUE if True else some(allows(document, request)"),
    Mutation("the root user needs no identity policy", "decide", "Truth.TRUE if root else", "Truth.TRUE if False else"),
    Mutation("a boundary limits", "decide", "(policies.boundary, policies.session) if limit", "(policies.session,) if limit"),
    Mutation("a session policy limits", "decide", "(policies.boundary, policies.session) if limit", "(policies.boundary,) if limit"),
    Mutation("a grant to user or session skips the limits", "decide", "return direct | (", "return ("),
    Mutation("a grant to the role is limited by the boundary", "decide", "direct = granted.direct |", "direct = granted.direct | granted.role |"),
    Mutation("a grant to the role replaces the identity policy", "decide", "(identity | granted.role |", "(identity |"),
    Mutation("`*` that tests aws:PrincipalArn is not limited", "decide", "if grant is Grant.EVERYONE and _is_whole(", "if False and _is_whole("),
    Mutation("another account's resource needs its own grant", "decide", "return identity & limits & granted.anything", "return identity & limits"),
    Mutation("a caller from another account needs its own grant", "decide", "return identity & limits & granted.anything", "return granted.anything"),
    Mutation("KMS keys and trust policies must grant", "decide", "(granted.account | ~needs_resource_policy(request))", "Truth.TRUE"),
    Mutation("Allow with NotPrincipal names everyone else", "decide", "    if element.negated:\n", "    if False:\n"),
    Mutation("NotPrincipal in a Deny spares the listed", "matching", "if not element.negated:", "if True:"),
    Mutation("NotPrincipal never spares a bounded caller", "matching", "if bounded or grant", "if grant"),
    Mutation("a Deny looks at its principal", "decide", "matches & principal_element_matches(statement.principal", "matches & principal_element_matches(None"),
    Mutation("NotAction", "matching", "for pattern in element.patterns) is not element.negated", "for pattern in element.patterns) is not False"),
    Mutation("NotResource", "matching", "return ~named if element.negated else named", "return named"),
    Mutation("an action without resource types is on `*` only", "matching", 'or resource == "*":\n        return Truth.FALSE', 'or resource == "*":\n        return Truth.TRUE'),
    Mutation("`*` in Resource names everything", "matching", 'if pattern and not pattern.strip("*"):', "if False:"),
    Mutation("resources compare with regard to case", "patterns", "(?s:{runs[0]}{middle}.*{runs[-1]})", "(?si:{runs[0]}{middle}.*{runs[-1]})"),
    Mutation("actions compare without regard to case", "patterns", "pattern.lower().partition", "pattern.partition"),
    Mutation("`?` is one character", "patterns", 'one if character == "?"', 'f"{one}?" if character == "?"'),
    Mutation("`*` spans slashes", "patterns", ".*{runs[-1]}", "[^/]*{runs[-1]}"),
    Mutation("an action pattern needs its prefix", "patterns", "if not colon or prefix != service:", "if not colon:"),
    Mutation("patterns are anchored", "patterns", "(self.source).fullmatch(text)", "(self.source).match(text)"),
    Mutation("variables need Version 2012-10-17", "variables", "return _VARIABLE.search(text) is not None", "return False"),
    Mutation("variables in Resource", "matching", "if variables and has_variables(pattern):", "if False:"),
    Mutation("old versions leave variables alone", "conditions", "if not (variables and operator.variables and", "if not (operator.variables and"),
    Mutation("a variable's default", "variables", "value = default", "value = None"),
    Mutation("a variable without a value matches nothing", "variables", "            null = True", "            null = False"),
    Mutation("escapes are plain characters", "variables", "parts.append((found[1], False))", "parts.append((found[1], True))"),
    Mutation("key names compare without regard to case", "conditions", "context.get(condition.key.lower())", "context.get(condition.key)"),
    Mutation("IfExists holds of an absent key", "conditions", "if condition.if_exists or condition", "if condition"),
    Mutation("ForAllValues holds of an absent key", "conditions", "if condition.if_exists or condition.set_operator is SetOperator.FOR_ALL_VALUES:", "if condition.if_exists:"),
    Mutation("ForAnyValue fails for an absent key", "conditions", "    if condition.set_operator is SetOperator.FOR_ANY_VALUE:\n        return Truth.FALSE\n", ""),
    Mutation("negated operators hold of an absent key", "conditions", "return Truth.of(OPERATORS[condition.operator].negated)", "return Truth.FALSE"),
    Mutation("positive operators fail for an absent key", "conditions", "return Truth.of(OPERATORS[condition.operator].negated)", "return Truth.TRUE"),
    Mutation("ForAllValues wants every value", "conditions", "return every(_matches(", "return some(_matches("),
    Mutation("ForAnyValue wants some value", "conditions", "return some(_matches(", "return every(_matches("),
    Mutation("ForAllValues skips empty texts", "conditions", ' if value != ""', ""),
    Mutation("an empty list counts as absent", "conditions", "if found is None or found == ():", "if found is None:"),
    Mutation("values are ORed", "conditions", "positive = some(_test(", "positive = every(_test("),
    Mutation("values of a negated operator are NORed", "conditions", "return ~positive if operator.negated", "return positive if operator.negated"),
    Mutation("Null tests presence", "conditions", 'absent = "true" if', 'absent = "false" if'),
    Mutation("a plain operator on a multivalued key is open", "conditions", "isinstance(found, str) else Truth.UNKNOWN", "isinstance(found, str) else Truth.FALSE"),
    Mutation("an unknown key stays unknown", "conditions", "    if found is UNKNOWN:\n        return Truth.UNKNOWN\n", "    if found is UNKNOWN:\n        return absent_holds(condition)\n"),
    Mutation("a mismatched type never applies", "conditions", "        return Truth.FALSE\n    positive", "        return Truth.of(operator.negated)\n    positive"),
    Mutation("a bare address is a block of one", "operators", "ip_network(value, strict=False)", "ip_network(value if '/' in value else value + '/8', strict=False)"),
    Mutation("address families never match each other", "operators", "found.version == wanted.version and", "found.version != wanted.version or"),
    Mutation("numbers compare by value", "operators", "return Decimal(value) if _NUMBER.fullmatch(value) else MISMATCH", "return value if _NUMBER.fullmatch(value) else MISMATCH"),
    Mutation("epoch seconds are dates", "operators", "and len(value) > 4:", "and False:"),
    Mutation("a date may be a year, a month or a day", "operators", "if not found:\n        return MISMATCH\n    part", "if not found or not found['hour']:\n        return MISMATCH\n    part"),
    Mutation("time zones count", "operators", 'minutes if text[0] == "+" else -minutes', "0"),
    Mutation("fractions of a second count", "operators", "Decimal(f\"0.{found['fraction'] or 0}\")", "0"),
    Mutation("Bool ignores case", "operators", ".get(value.lower(), MISMATCH)", ".get(value, MISMATCH)"),
    Mutation("ARN fields compare one by one", "operators", "Operator(name, _arn, _arn_globs, _arn_like, ", "Operator(name, _text, Glob.of, _like, "),
)  # fmt: skip
