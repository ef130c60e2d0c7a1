"""Pages of about 60 KB (or as large as real ones) under the address of an outlet that has a file: the layout of the tests' replica, filled up."""

from __future__ import annotations

import random
from datetime import timedelta

from benchmarks.furniture import LEAN, Amount, comments, footer, headline, menu, rail, scripts, styles
from benchmarks.pages import FIRST_DAY, Page, prose
from tests.replica.planted import Planted, wanted
from tests.replica.slug import slug_of
from tests.replica.southfront import page
from tests.replica.southfront_wording import bar, blurb, widget

HOST = "southfront.press"


def known_page(number: int, amount: Amount = LEAN) -> Page:
    """A report as the outlet prints it, with its donation bar, appeal and widget."""
    rng = random.Random(f"known page {number}")
    title = headline(rng)
    path = f"{slug_of(title)}-{number:05}/"
    at = FIRST_DAY + timedelta(minutes=97 * number)
    planted = Planted(
        outlet="southfront",
        url=f"http://{HOST}/{path}",
        post_id=10_000 + number,
        headline=title,
        lines=(*bar(at.year, inside=True), *blurb(at.year), *wanted(*prose(number)), *widget(at.year)),
        published=at,
        authors=("South Front",),
        sections=("Middle East",),
    )
    return Page(path, _filled(page(planted).decode(), rng, amount).encode())


def _filled(html: str, rng: random.Random, amount: Amount) -> str:
    """The page with menus, rails, comments and scripts around it."""
    menus = menu(rng, 6) * amount.menus
    above = f'<header class="top">{menus}</header>'
    rails = f"{rail(rng, 'Most read', 14, amount)}{rail(rng, 'Related stories', 20, amount)}"
    below = f"{rails}{comments(rng, 20)}{footer(rng)}"
    head = f"{styles(rng, amount.rules)}{scripts(rng, amount.state)}</head>"
    end = f"{above}{below}{scripts(rng, amount.state_below)}</body>"
    return html.replace("</head>", head, 1).replace("</body>", end, 1)
