"""Reports that renderers are tried on: a rich one, an empty one, a hostile one, a huge one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.locate import locate
from guardrails.model.report import CheckedFile, CheckReport, FileStatus, Suppressed
from guardrails.model.source import Location, Pointer

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

ABSENT_KEY = Rule(
    "LINT-011", "absent-key", "A condition does not decide by a key that some resource never carries.", ERROR
)
UNKNOWN_ACTION = Rule("LINT-007", "unknown-action", "Every action exists.", WARNING, confidence=Confidence.MEDIUM)
TWIN = Rule("LINT-023", "missing-twin", "A renamed API is denied together with its twin.", ERROR, ("A4", "B2"))
SIZE = Rule("LINT-003", "size", "A document fits its quota.", NOTE)
LITERAL = Rule("LINT-015", "literal-wildcard", "A wildcard is not compared as a letter.", WARNING)
RULES = (SIZE, UNKNOWN_ACTION, LITERAL, ABSENT_KEY, TWIN)

GPU = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DenyLargeInstances",
      "Effect": "Deny",
      "Action": ["ec2:RunInstances", "ec2:RunInstancess"],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {"ec2:InstanceType": ["t3.micro"]}
      }
    }
  ]
}
"""
MINIFIED = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"Überwachung","Effect":"Deny","Action":['
    + ",".join(f'"cloudtrail:Action{n}"' for n in range(12))
    + ',"cloudtrail:StopLoging"],"Resource":"*"}]}'
)
TABS = '{\n\t"Statement": [\n\t\t{"Effect":\t"Deny", "Action": "日本:語*", "Resource": "*"}\n\t]\n}\n'
HOSTILE = '{"Statement": [{"Sid": "\x1b[31m##[add-mask]x\u202e", "Effect": "Deny"}]}\n::set-env name=X::1'
SOURCES = {"scps/gpu.json": GPU, "scps/min.json": MINIFIED, "scps/tabs.json": TABS, "scps/ünï <b>.json": HOSTILE}
INJECTION = (
    "\x1b[2J<img src=x onerror=alert(1)> @octocat | `tick` [a](http://evil) ::error::boo\r\n::error::line "
    "%0A 100% \u2028 \u202e ]]> --> </details> #1 \ud800 \x00 ##[endgroup] {0} $x$"
)


def at(file: str, pointer: Pointer) -> Location:
    return Location(file, pointer, locate(SOURCES[file], pointer))


STATEMENT: Pointer = ("Statement", 0)
TYPE: Pointer = (*STATEMENT, "Condition", "StringNotEquals", "ec2:InstanceType")

DENIES_ALL = Finding(
    "LINT-011",
    ERROR,
    "denies every `ec2:RunInstances`: the image is authorized too and carries no `ec2:InstanceType`",
    at("scps/gpu.json", TYPE),
    "restrict `Resource` to `arn:aws:ec2:*:*:instance/*`",
    witness="ec2:RunInstances t3.micro on image: explicit deny",
    sid="DenyLargeInstances",
    token="ec2:InstanceType",
    fix=Fix("restrict to instances", (Edit((*STATEMENT, "Resource"), "*", "arn:aws:ec2:*:*:instance/*"),)),
    related=((at("scps/gpu.json", (*STATEMENT, "Resource")), "every resource is meant here"),),
)
MISSPELT = Finding(
    "LINT-007",
    WARNING,
    "`ec2:RunInstancess` is no action of Amazon EC2",
    at("scps/gpu.json", (*STATEMENT, "Action", 1)),
    "did you mean `ec2:RunInstances`?",
    Confidence.MEDIUM,
    sid="DenyLargeInstances",
    token="ec2:RunInstancess",
    data_date="2026-10-27",
    fix=Fix(
        "write `ec2:RunInstances`", (Edit((*STATEMENT, "Action", 1), "ec2:RunInstancess", "ec2:RunInstances"),), True
    ),
)
MINIFIED_TWIN = Finding(
    "LINT-023",
    ERROR,
    "leaves `cloudtrail:PutInsightSelectors` open",
    at("scps/min.json", (*STATEMENT, "Action", 12)),
    sid="Überwachung",
    token="cloudtrail:StopLoging",
    fix=Fix(
        "deny the twins too",
        (
            Edit((*STATEMENT, "Action", 12), "cloudtrail:StopLoging", "cloudtrail:StopLogging"),
            Edit((*STATEMENT, "Action", 13), None, "cloudtrail:PutInsightSelectors"),
            Edit((*STATEMENT, "Principal"), "*", None),
        ),
        safe=True,
    ),
)
BRACKET = Finding(
    "LINT-015",
    WARNING,
    "the statement can never match",
    at("scps/gpu.json", STATEMENT),
    confidence=Confidence.LOW,
    fix=Fix(
        "write it so",
        (
            Edit(
                STATEMENT,
                {"Sid": "A", "Effect": "Deny", "Action": [f"ec2:Run{n}" for n in range(9)], "Resource": "*"},
                {"Sid": "A", "Effect": "Deny", "Action": [f"ec2:Run{n}" for n in range(8)], "Resource": "*"},
            ),
        ),
    ),
)
WIDE = Finding(
    "LINT-007", WARNING, "`日本:語*` is no action", at("scps/tabs.json", (*STATEMENT, "Action")), token="日本:語*"
)
NO_SPAN = Finding("LINT-003", NOTE, "uses 97 percent of its quota", Location("scps/organization.yaml", ("scps", 0)))
NO_RULE = Finding("FILE-005", ERROR, "the rendered file is stale", Location("rendered"), "run `guardrails render`")
ATTACK = Finding(
    "LINT-015",
    WARNING,
    INJECTION,
    at("scps/ünï <b>.json", (*STATEMENT, "Sid")),
    INJECTION,
    witness=INJECTION,
    sid=INJECTION,
    token=INJECTION,
    fix=Fix(INJECTION, (Edit((*STATEMENT, "Sid"), "```\n" + INJECTION, INJECTION),)),
    related=((Location("a,b:c%.json"), INJECTION),),
)
WAIVED = Suppressed(
    replace(DENIES_ALL, location=at("scps/min.json", STATEMENT)),
    "platform@example.com",
    "images are shared | <b>until</b> the move",
    date(2026, 12, 31),
    Location("scps/lint.yaml", ("entries", 0)),
)
FILES = (
    CheckedFile("scps/gpu.json", FileStatus.CHECKED),
    CheckedFile("scps/min.json", FileStatus.CHECKED),
    CheckedFile("scps/clean.json", FileStatus.CHECKED),
    CheckedFile("package.json", FileStatus.NOT_A_POLICY, "no `Statement`"),
    CheckedFile("scps/broken.json", FileStatus.UNREADABLE, "not UTF-8 at byte 7"),
    CheckedFile("scps/evil\x1b[31m.json", FileStatus.UNREADABLE, INJECTION),
)

RICH = CheckReport(
    (DENIES_ALL, MINIFIED_TWIN, NO_RULE, BRACKET, MISSPELT, WIDE, ATTACK, NO_SPAN),
    FILES,
    (WAIVED,),
    RULES,
    SOURCES,
    "0.4.0",
)
CLEAN = CheckReport((), (CheckedFile("scps/gpu.json", FileStatus.CHECKED),), (), RULES, {}, "0.4.0")
EMPTY = CheckReport(())
HUGE = CheckReport(
    tuple(replace(NO_SPAN, message=f"number {n}", severity=(NOTE, ERROR, WARNING)[n % 3]) for n in range(25_006)),
    rules=RULES,
)
