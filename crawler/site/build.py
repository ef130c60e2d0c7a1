"""From the archive to the folder of pages: articles one by one, a list for each month, the index of words at the end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING

from crawler.site.folder import site_folder
from crawler.site.lists import index_html, write_months
from crawler.site.pages import article_html, difference_html, html, listed, script, style
from crawler.site.places import INDEX, SCRIPT, SEARCH, STYLE, difference_page
from crawler.site.word_index import Entry, word_index
from storage.browsing import browsing
from storage.object_store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.site.folder import SiteFolder
    from crawler.site.pages import Listed
    from crawler.site.word_index import WordIndex
    from storage.browsing import Browsing
    from storage.object_store import ObjectStore
    from storage.selection import Filter


@dataclass(frozen=True, slots=True)
class Built:
    """What the folder has now, and what of that is new; `version` is that of the table of articles."""

    version: int | None
    articles: int
    files: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Site:
    """What is shown. `withheld` are the ids of articles that are not; `replay` is where archived pages are served."""

    store: ObjectStore
    wanted: Filter
    withheld: frozenset[str]
    replay: str
    software: str

    def __call__(self, root: Path, tell: Callable[[int, int], None]) -> Built:
        """Bring the folder up to date. `tell` is told after each article how many are written, of how many. BadConfiguration, StoreError: what it showed, it still shows."""
        with (
            site_folder(root) as folder,
            browsing(self.store, self.wanted, self.withheld, folder.scratch) as browse,
            word_index(folder.scratch) as index,
        ):
            if browse.version is None and folder.has_articles:
                raise StoreRefused(
                    f"{self.store.url} has no articles, and {root} shows some: is its disk mounted? Nothing was removed"
                )
            total = sum(browse.outlets().values())
            lines = count(1)
            months = {}
            for outlet in browse.outlets():
                found = self._articles(outlet, folder, index, browse)
                months[outlet] = write_months(outlet, _told(found, lines, total, tell), folder)
            index.write(folder)
            folder.write(STYLE, style())
            folder.write(SCRIPT, script())
            folder.write(SEARCH, html("search.html", SEARCH))
            folder.write(INDEX, index_html(months, self.wanted, browse.version, self.software))
            folder.remove_others()
            return Built(browse.version, total, folder.pages, folder.changed, folder.removed)

    def _articles(
        self, outlet: str, folder: SiteFolder, index: WordIndex, browse: Browsing
    ) -> Iterator[Listed]:
        """Writes the pages of each article, and puts it into the index, when its line is asked for."""
        for whole in browse.articles(outlet):
            line, article = listed(whole), whole.newest.article
            folder.write(line.place, article_html(whole, self.replay, browse.has))
            for before, after in pairwise(whole.revisions):
                place = difference_page(outlet, article.article_id, after.revision)
                folder.write(place, difference_html(before, after, self.replay))
            entry = Entry(line.title, line.place, line.day.isoformat(), outlet, line.kind)
            text = (line.title, outlet, *article.author, *article.keywords, *article.article_section)
            index.add(article.article_id, entry, " ".join(text))
            yield line


def _told(
    found: Iterator[Listed], lines: Iterator[int], total: int, tell: Callable[[int, int], None]
) -> Iterator[Listed]:
    for line in found:
        tell(next(lines), total)
        yield line
