"""Six outlets that print their stories in six ways, with appeals, rails and prompts between the paragraphs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractors.vocabulary import Outlet, Purpose, Source, SourceKind, UrlShape
from tests.generated import dressings
from tests.generated.page import GeneratedPage
from tests.generated.stories import stories

if TYPE_CHECKING:
    from tests.generated.dressings import Dressed
    from tests.generated.stories import Story


class Dressing(Protocol):
    """Prints a story as an outlet does, before or after it was redesigned."""

    def __call__(self, story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed: ...


PAGES = 48
REDESIGN = 24  # the story from which a rebuilt outlet looks otherwise


@dataclass(frozen=True, slots=True)
class GeneratedOutlet:
    outlet: Outlet
    pages: tuple[GeneratedPage, ...]


def described(slug: str, language: str = "en") -> Outlet:
    """As much as a maintainer knows before the first crawl."""
    return Outlet(
        slug=slug,
        name="The Generated Post",
        names_of_self=("TGP",),
        hosts=(f"{slug}.example",),
        language=language,
        time_zone="UTC",
        sources=(Source(f"https://{slug}.example/feed/", SourceKind.FEED),),
        url_shapes=(UrlShape(r"/(?P<key>[^/?]+)/", Purpose.ARTICLE),),
    )


def generated(slug: str, pages: int = PAGES) -> GeneratedOutlet:
    dressing, language = DRESSINGS[slug]
    made = tuple(_page(slug, dressing, story, language) for story in stories(slug, pages, language))
    return GeneratedOutlet(described(slug, language), made)


def _page(slug: str, dressing: Dressing, story: Story, language: str) -> GeneratedPage:
    rng = random.Random(f"{slug} dressing {story.number}")
    dressed = dressing(story, rng, rebuilt=story.number >= REDESIGN)
    url = f"https://{slug}.example/story-{story.number}/"
    return GeneratedPage(url, story.at, story.headline, dressed.pieces, dressed.around, language)


DRESSINGS: dict[str, tuple[Dressing, str]] = {
    "blogpress": (dressings.blog, "en"),  # redesigned
    "modular": (dressings.modular, "en"),
    "plainpost": (dressings.plain, "en"),
    "oldtable": (dressings.table, "en"),
    "railheavy": (dressings.rails, "en"),  # redesigned: a class that was a box holds the paragraphs
    "vestnik": (dressings.russian, "ru"),
    "nothing": (dressings.bare, "en"),
}
TEMPLATES = tuple(name for name in DRESSINGS if name != "nothing")
