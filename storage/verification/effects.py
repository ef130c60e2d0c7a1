"""What a damage affects: the URLs of the captures that stand there, and the articles that were read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.verification.objects import fetched
from storage.verification.run_check import lines_of
from storage.verification.table_check import rows_of, table_damage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.verification.damage import Damage
    from storage.verification.inventory import Inventory
    from storage.verification.table_check import Cage

_END = 1 << 62


@dataclass(slots=True)
class Effects:
    """Looks it up in index and tables, as far as these can be read: once for each file, and only where there is damage."""

    found: Inventory
    cage: Cage
    _captures: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _articles: dict[str, dict[str, list[tuple[int, str]]]] = field(default_factory=dict)  # outlet, WARC

    def of(self, damage: Damage) -> Damage:
        """The damage with what it affects."""
        parts = damage.file.split("/")
        if len(parts) < 3 or damage.affected:
            return damage
        if parts[0] == "warc":
            return self._of_warc(damage, parts[1], parts[-1])
        if parts[0] in ("articles", "outcomes") and parts[1].startswith("outlet="):
            return self._of_table(damage, parts[0], parts[1].removeprefix("outlet="))
        return damage.affecting(damage.urls, damage.articles)

    def _of_warc(self, damage: Damage, outlet: str, warc: str) -> Damage:
        start = damage.offset or 0
        whole = damage.offset is None or damage.file not in self.found.listed
        end = _END if whole else damage.end or start + 1
        urls = [url for offset, url in self._captures_of(damage.file, warc) if start <= offset < end]
        places = self._articles_of(outlet).get(warc, [])
        articles = [article for offset, article in places if start <= offset < end]
        return damage.affecting(tuple(dict.fromkeys((*damage.urls, *urls))), tuple(dict.fromkeys(articles)))

    def _of_table(self, damage: Damage, table: str, outlet: str) -> Damage:
        """An article file that is damaged as a whole: by the outcomes of its run, which name the articles."""
        if damage.urls or damage.articles:
            return damage.affecting(damage.urls, damage.articles)
        run = next(
            (r for r in self.found.runs.get(outlet, ()) if damage.file in {f.key for f in r.files}), None
        )
        others = (
            [file for file in run.files if file.kind == "outcomes"] if run and table == "articles" else []
        )
        urls: list[str] = []
        articles: list[str] = []
        for file in others:
            with fetched(self.found.store, file.key, copied=True) as copy:
                if copy and not tuple(table_damage(copy, file, self.cage)):
                    for row in rows_of(copy, self.cage, ("url", "article_id", "outcome")):
                        if row.get("article_id") and row.get("outcome") == "archived":
                            urls.append(str(row.get("url")))
                            articles.append(str(row["article_id"]))
        return damage.affecting(tuple(urls), tuple(articles))

    def _captures_of(self, key: str, warc: str) -> list[tuple[int, str]]:
        if warc not in self._captures:
            index = f"index/{key.partition('/')[2].removesuffix('.warc.gz')}.cdxj"
            lines = lines_of(self.found, index) if index in self.found.listed else ()
            self._captures[warc] = sorted((line.offset, line.url) for line in lines)
        return self._captures[warc]

    def _articles_of(self, outlet: str) -> dict[str, list[tuple[int, str]]]:
        if outlet not in self._articles:
            places: dict[str, list[tuple[int, str]]] = {}
            for warc, offset, article in self._places(outlet):
                places.setdefault(warc, []).append((offset, article))
            self._articles[outlet] = places
        return self._articles[outlet]

    def _places(self, outlet: str) -> Iterator[tuple[str, int, str]]:
        for file in self.found.live_files("articles", outlet):
            with fetched(self.found.store, file.key, copied=True) as copy:
                if copy and not tuple(table_damage(copy, file, self.cage)):
                    for row in rows_of(copy, self.cage, ("warc", "warc_offset", "article_id")):
                        yield (
                            str(row.get("warc")),
                            int(row.get("warc_offset") or 0),
                            str(row.get("article_id")),
                        )
