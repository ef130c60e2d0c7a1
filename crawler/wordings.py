"""What the last revisions said, from the archive: for a state that an older version wrote, which kept digests alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage.corpus import Corpus, Filter
from storage.object_store import StoreError
from storage.revisions import restore_wording, without_wording

if TYPE_CHECKING:
    from storage.object_store import ObjectStore
    from storage.spool import Spool

logger = logging.getLogger(__name__)


def restore_wordings(spool: Spool, store: ObjectStore) -> None:
    """Fill in what is missing; without the archive the next revisions cannot say what they changed, and say so."""
    missing = without_wording(spool.db)
    if not missing:
        return
    try:
        with spool.transaction():
            for row in Corpus(store).latest(Filter(outlet=spool.outlet)):
                if row.article.article_id in missing:
                    restore_wording(spool.db, row.article)
    except StoreError as error:
        logger.warning("%s articles cannot be compared with their next revisions: %s", len(missing), error)
