"""Whatever operation fails, or is the last one: the next run completes the archive, with nothing lost and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fault_driver import HOW
from tests.fault_matrix import hits, tries

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.untraced

STEP = {"death": 13, "error": 17, "full": 23}  # every operation: `make soak`


@pytest.mark.timeout(900)
@pytest.mark.parametrize("how", HOW)
def test_a_fault_at_any_operation_ends_in_a_whole_archive(tmp_path: Path, how: str) -> None:
    tried = list(tries(tmp_path, how, step=STEP[how], pages=3))
    assert [one.wrong for one in tried if one.wrong] == []
    assert tried[-1].hit == "-"
    assert len(hits(tried)) >= 3, "operations of several kinds are hit"
    assert "Traceback" not in (tmp_path / "log").read_text()
