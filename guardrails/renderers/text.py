"""Text for people: aligned columns, no colors, no clock."""

from __future__ import annotations

from guardrails.model.answer import Answer, Cost, Coverage, Outcome, ScenarioReport, Simulation
from guardrails.renderers.table import clean, table

_HEADER = ("ACCOUNT", "ACTION", "DECISION", "NODE", "POLICY#STATEMENT", "HANGS ON", "PRICE", "REMARKS")


def simulation(result: Simulation) -> str:
    """Return one row per account and action, then what was assumed, then the explanation where it was asked for."""
    several = len({answer.action for answer in result.answers}) > 1
    lines = table(_HEADER, [_row(answer, several) for answer in result.answers])
    absent = sorted({key for answer in result.answers for key in answer.assumed_absent})
    if absent:
        lines += ["", f"assumed absent: {', '.join(absent)}"]
    for answer in result.answers:
        if answer.why:
            lines += [
                "",
                clean(f"{answer.account}: {answer.outcome.words}"),
                *(f"  {clean(line)}" for line in answer.why),
            ]
    return "\n".join(lines) + "\n"


def _row(answer: Answer, with_action: bool) -> tuple[str, ...]:
    first = answer.deciders[0] if answer.deciders else None
    more = f" (+{len(answer.deciders) - 1})" if len(answer.deciders) > 1 else ""
    return (
        answer.account,
        answer.action if with_action else "",
        answer.outcome.words,
        first.node if first else "",
        first.statement + more if first else "",
        ", ".join(answer.hangs_on),
        price(answer.cost) if answer.cost else "",
        "; ".join(_remarks(answer)),
    )


def _remarks(answer: Answer) -> list[str]:
    remarks = []
    if answer.outcome is Outcome.NOT_RESTRICTED:
        remarks.append(f"{answer.exemption}: SCPs never apply")
    if answer.exempted_from:
        remarks.append(f"exempt from {', '.join(answer.exempted_from)}")
    if answer.cost and answer.cost.budget_hours is not None:
        remarks.append(f"budget lasts {_span(answer.cost.budget_hours)}")
    return [*remarks, *answer.notes]


def _span(hours: float) -> str:
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"


def price(cost: Cost) -> str:
    """Return `$24.48/h, 8.0x p3.2xlarge`; `price not known` where the catalog has none."""
    if cost.usd_per_hour is None:
        return "price not known"
    ratio = f", {cost.ratio:.1f}x {cost.cap_type}" if cost.ratio and cost.cap_type != cost.instance_type else ""
    return f"${cost.usd_per_hour:,.2f}/h{ratio or (', the cap' if cost.ratio else '')}"


def tests(report: ScenarioReport) -> str:
    """Return what failed, then the coverage of statements, then one line with the count."""
    lines: list[str] = []
    for trial in report.trials:
        if trial.failures:
            lines.append(clean(f"FAILED {trial.file}:{trial.line} {trial.id or trial.name}"))
            lines += [f"  {clean(failure)}" for failure in trial.failures]
    lines += [clean(f"ERROR  {problem}") for problem in report.problems]
    if report.coverage:
        lines += [""] if lines else []
        lines += table(
            ("POLICY", "STATEMENTS", "DECISIVE", "NEVER DECISIVE"), [_covered(one) for one in report.coverage]
        )
        lines.append("")
    failed = sum(bool(trial.failures) for trial in report.trials)
    seen = sum(count > 0 for one in report.coverage for _, count in one.statements)
    whole = sum(len(one.statements) for one in report.coverage)
    covered = f", {seen} of {whole} statements decisive" if report.coverage else ""
    lines.append(f"{len(report.trials) - failed} passed, {failed} failed{covered}")
    return "\n".join(lines) + "\n"


def _covered(one: Coverage) -> tuple[str, ...]:
    missing = "no scenarios" if not one.tested else ", ".join(one.never_decisive)
    decisive = len(one.statements) - len(one.never_decisive)
    return (one.policy, str(len(one.statements)), str(decisive), missing)
