"""How old the catalog is: source and date of each of its snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from guardrails.catalog.store import read_json

STALE_AFTER = timedelta(days=180)
"""AWS adds actions daily and a Region or an instance family every few months."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One part of the catalog (`services`, `rcp`, ...), where it was taken from and when."""

    name: str
    source: str
    date: date


def snapshots() -> tuple[Snapshot, ...]:
    """Return all snapshots, in order of name."""
    rows = read_json("manifest.json")["snapshots"]
    return tuple(Snapshot(row["name"], row["source"], date.fromisoformat(row["date"])) for row in rows)


@cache
def date_of(name: str) -> str:
    """Return the date (ISO) of the snapshot of that name; raises LookupError where there is none."""
    for snapshot in snapshots():
        if snapshot.name == name:
            return snapshot.date.isoformat()
    raise LookupError(name)


def stale(today: date) -> tuple[Snapshot, ...]:
    """Return the snapshots that are more than 180 days old on that day; none means that the catalog is fresh."""
    return tuple(snapshot for snapshot in snapshots() if today - snapshot.date > STALE_AFTER)
