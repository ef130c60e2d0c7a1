"""Pages of about 60 KB under the address of an outlet that has a file: the layout of the tests' replica, filled up."""

from __future__ import annotations

import random
from datetime import timedelta

from benchmarks.furniture import comments, footer, headline, menu, rail, scripts, styles
from benchmarks.pages import FIRST_DAY, Page, prose
from tests.replica.planted import Planted, wanted
from tests.replica.slug import slug_of
from tests.replica.southfront import page
from tests.replica.southfront_wording import bar, blurb, widget

HOST = "southfront.press"


def known_page(number: int) -> Page:
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
    return Page(path, _filled(page(planted).decode(), rng).encode())


def _filled(html: str, rng: random.Random) -> str:
    """The page with menus, rails, comments and scripts around it."""
    above = f'<header class="top">{menu(rng, 6)}</header>'
    below = f"{rail(rng, 'Most read', 14)}{rail(rng, 'Related stories', 20)}{comments(rng, 20)}{footer(rng)}"
    head = f"{styles(rng, 90)}{scripts(rng, 60)}</head>"
    return html.replace("</head>", head, 1).replace("</body>", f"{above}{below}{scripts(rng, 30)}</body>", 1)
