"""The replica sites and everything planted on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.replica import globalresearch, southfront, themedialine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.replica.planted import Planted
    from tests.replica.wordpress import WordPressSite

PAGE_OF: dict[str, Callable[[Planted], bytes]] = {
    "globalresearch": globalresearch.page,
    "southfront": southfront.page,
    "themedialine": themedialine.page,
}


def all_sites() -> tuple[WordPressSite, ...]:
    return southfront.site(), globalresearch.site(), themedialine.site()


def all_planted() -> tuple[Planted, ...]:
    return (*southfront.articles(), *globalresearch.articles(), *themedialine.articles())
