"""The museum: each specimen is named by its damage, and says what has to be reported of it."""

from __future__ import annotations

from tests.museum import archive_specimens, derived_specimens, table_specimens, warc_specimens
from tests.museum.specimen import SPECIMENS

__all__ = ["SPECIMENS", "archive_specimens", "derived_specimens", "table_specimens", "warc_specimens"]
