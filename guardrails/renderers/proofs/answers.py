"""What the formats have in common: all proofs of one question in one group of accounts are one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from shlex import quote

from guardrails.model.proof import Claim, Gap, Proof, ProofReport, Status
from guardrails.renderers.proofs.domain import domain

SCOPE = (
    "A proof speaks of all requests of the principals, actions and accounts that it names. No SCP or RCP binds the "
    "management account, service-linked roles or AWS services that call for themselves: no proof speaks of them."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question to one group of accounts. `proofs` has one for each path."""

    proofs: tuple[Proof, ...]

    @property
    def name(self) -> str:
        """The name of the invariant, or the text of the question."""
        return self.proofs[0].asked.name

    @property
    def accounts(self) -> str:
        """The accounts, by name."""
        return ", ".join(self.proofs[0].accounts)

    @property
    def claimed(self) -> str:
        """What is claimed of the calls, as a word: `denied` or `allowed`."""
        return self.proofs[0].asked.claim.value

    @property
    def refuted(self) -> tuple[Proof, ...]:
        """The proofs with a witness that no exception excuses."""
        return tuple(one for one in self.proofs if one.result.status is Status.REFUTED and not one.excused)

    @property
    def undecided(self) -> tuple[Proof, ...]:
        """The proofs that came to no end."""
        return tuple(one for one in self.proofs if one.result.status is Status.UNDECIDED)

    @property
    def excused(self) -> tuple[Proof, ...]:
        """The proofs whose witness an exception excuses."""
        return tuple(one for one in self.proofs if one.excused)

    @property
    def status(self) -> str:
        """How it ended: `refuted`, `undecided`, `excused` or `proven`, the first that is true of a path."""
        return next((word for word in ("refuted", "undecided", "excused") if getattr(self, word)), "proven")

    @property
    def seconds(self) -> float:
        """How long all paths took."""
        return sum(one.seconds for one in self.proofs)

    @property
    def chain(self) -> tuple[str, ...]:
        """The policies over the accounts, root first."""
        return self.proofs[0].chain

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Calls to the same end that no policy of this kind binds."""
        return tuple(dict.fromkeys(gap for one in self.proofs for gap in one.gaps))

    @property
    def domain(self) -> tuple[str, ...]:
        """What it was asked over, in words."""
        common = domain([one.asked for one in self.proofs], self.proofs[0].accounts)
        return _each((*common, *(text for one in self.proofs for text in one.result.domain)))

    @property
    def summary(self) -> str:
        """What is claimed, and on how many paths it is not so."""
        verb = "must be denied" if self.claimed == "denied" else "must stay allowed"
        counts = ((self.refuted, "not so"), (self.undecided, "undecided"), (self.excused, "opened by an exception"))
        told = [f"{word}{self._share(proofs)}" for proofs, word in counts if proofs]
        return f"{verb}; {', '.join(told)}" if told else f"{verb}, and always is"

    def _share(self, proofs: tuple[Proof, ...]) -> str:
        return f" on {len(proofs)} of {len(self.proofs)} paths" if len(self.proofs) > 1 else ""


def answers(report: ProofReport) -> tuple[Answer, ...]:
    """Return the proofs of a report by question and accounts, in order."""
    found: dict[tuple[str, tuple[str, ...]], list[Proof]] = {}
    for one in report.proofs:
        found.setdefault((one.asked.name, one.accounts), []).append(one)
    return tuple(Answer(tuple(proofs)) for proofs in found.values())


def tally(found: Iterable[Answer]) -> str:
    """Return how many ended how: `12 proven, 1 REFUTED, 1 excused`."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.status] = counts.get(one.status, 0) + 1
    words = (
        f"{counts[word]} {shown(word)}" for word in ("proven", "refuted", "undecided", "excused") if word in counts
    )
    return ", ".join(words) or "nothing asked"


def shown(status: str) -> str:
    """Return the word for how it ended; what is no pass stands in capitals."""
    return status.upper() if status in ("refuted", "undecided") else status


def span(seconds: float, exact: bool = False) -> str:
    """Return how long something took, no finer than anybody needs to know unless it is to be exact."""
    if exact:
        return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
    return "<1 s" if seconds < 1 else f"{seconds:.0f} s"


def some_of(names: tuple[str, ...], most: int) -> str:
    """Return names in a list; where that would leave out several, the first `most` and how many are left."""
    left = len(names) - most
    return f"{', '.join(names[:most])} and {left} more" if left > 1 else ", ".join(names)


def gaps_by_question(found: Iterable[Answer]) -> dict[str, list[Gap]]:
    """Return the gaps under the names of the questions that they concern; one of several questions once."""
    named: dict[Gap, dict[str, None]] = {}
    for one in found:
        for gap in one.gaps:
            named.setdefault(gap, {})[one.name] = None
    under: dict[str, list[Gap]] = {}
    for gap, names in named.items():
        under.setdefault(", ".join(names), []).append(gap)
    return under


def contradiction(claim: Claim) -> str:
    """Return what a witness shows of the call: the opposite of what is claimed."""
    return "not denied" if claim is Claim.DENIED else "denied"


def told(proof: Proof, closest: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of one path that is not simply proven, as pairs of label and text.

    `closest`: of so many statements that almost decided otherwise, the closest first; None: of all.
    """
    witness = proof.result.witness
    if witness:
        asked = f"guardrails simulate {witness.words} --account {quote(proof.accounts[0])}"
        yield contradiction(proof.asked.claim), asked
        yield from (("exists only as", text) for text in witness.outside)
    if proof.result.reason:
        yield "undecided", proof.result.reason
    if proof.excused:
        yield "excused by", proof.excused
    for near in proof.near[:closest]:
        place = f"{near.policy}#{near.statement}" if near.statement else near.policy
        yield (
            "almost" if proof.asked.claim is Claim.DENIED else "decided by",
            f"{place} on {near.node}: {'; '.join(near.failed)}",
        )
        if near.suggestion:
            yield "change", near.suggestion
    yield from (("note", text) for text in proof.result.notes)


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
