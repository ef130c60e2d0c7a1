"""While a page is read, Python's collector of cycles rests, for a page leaves none behind."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from extractors.collector import collector_at_rest
from extractors.extract import extract
from tests.carried_pages import carried_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.capture import Capture


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_it_rests_within_and_works_again_behind() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_behind_an_error() -> None:
    with pytest.raises(KeyError), collector_at_rest():
        raise KeyError
    assert gc.isenabled()


def test_one_that_is_off_is_left_off() -> None:
    with collector_at_rest():
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_no_page_leaves_cycles_behind() -> None:
    pages = carried_pages()
    for capture in pages.values():  # patterns are compiled at first sight, which does leave some
        extract(capture)
    gc.collect()
    gc.disable()
    assert [name for name, capture in pages.items() if _leaves_cycles(capture)] == []


def _leaves_cycles(capture: Capture) -> bool:
    """Each time: once may be the work of another thread."""

    def cycles() -> int:
        extract(capture)
        return gc.collect()

    return cycles() > 0 and cycles() > 0
