"""One spider for each outlet file, and `pages` for any list of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spiders.outlet import OutletSpider
from extractors import outlets

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

PAGES = "pages"


class OutletSpiderLoader:
    """Scrapy's SpiderLoaderProtocol over `extractors/outlets/`."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003 - Scrapy's signature
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """Make the spider class; KeyError when there is no such outlet."""
        if spider_name not in self.list():
            raise KeyError(f"Spider not found: {spider_name}")
        return type("OutletSpider", (OutletSpider,), {"name": spider_name})

    def find_by_request(self, request: Request) -> list[str]:
        return [slug for slug, outlet in outlets.load().items() if outlet.in_scope(request.url)]

    def list(self) -> list[str]:  # the last method: below it, `list` is this one
        return [*sorted(outlets.load()), PAGES]
