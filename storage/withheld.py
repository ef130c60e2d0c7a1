"""What may not be handed out: objects below `withheld/` in the archive, one line of JSON for each article.

    {"article_id": "southfront-9df0d58f62194873d92b", "reason": "takedown"}
    {"article_id": "southfront-0c11...", "reason": "embargo", "until": "2027-01-01"}

An embargo ends with the first moment (UTC) of its day; a line without one holds until the object is deleted. The
articles stay in the archive: pulls and releases leave them out, and say how many there were.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from storage.object_store import StoreRefused

if TYPE_CHECKING:
    from storage.object_store import ObjectStore

WITHHELD = "withheld/"


@dataclass(frozen=True, slots=True)
class Withheld:
    """An article that is held back. `until` is the first day on which it is not; None: for good."""

    article_id: str
    reason: str
    until: date | None


def withheld(store: ObjectStore, at: datetime) -> dict[str, Withheld]:
    """By article id, what is held back at that moment (aware). StoreRefused names file and line that cannot be read."""
    found: dict[str, Withheld] = {}
    for info in store.list(WITHHELD):
        for number, line in enumerate(store.get(info.key).splitlines(), start=1):
            if line.strip() and (entry := _entry(line, f"{info.key}, line {number}")) and _holds(entry, at):
                found[entry.article_id] = entry
    return found


def _holds(entry: Withheld, at: datetime) -> bool:
    return entry.until is None or at.astimezone(UTC).date() < entry.until


def _entry(line: bytes, place: str) -> Withheld:
    try:
        fields: Any = json.loads(line)  # Any: JSON; a wrong type ends in the error below
        until = fields.get("until")
        return Withheld(
            str(fields["article_id"]),
            str(fields.get("reason", "")),
            date.fromisoformat(until) if until else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreRefused(
            f'{place}: write {{"article_id": "...", "reason": "...", "until": "2027-01-01"}}, one a line ({error!r})'
        ) from error
