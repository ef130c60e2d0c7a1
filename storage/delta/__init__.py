"""Delta tables: which Parquet files are live, and since which run. The only importer of deltalake.

A table lies at `<archive>/<table>`, with its log in `_delta_log`. delta-rs speaks to S3 itself, with the
endpoint and the keys of the store.
"""

from storage.delta.reading import (
    NoSuchVersion,
    Snapshot,
    TableFile,
    live_files,
    live_rows,
    snapshot,
    vacuumable,
    version,
)
from storage.delta.writing import TableMoved, commit, replace, swap

__all__ = [
    "NoSuchVersion",
    "Snapshot",
    "TableFile",
    "TableMoved",
    "commit",
    "live_files",
    "live_rows",
    "replace",
    "snapshot",
    "swap",
    "vacuumable",
    "version",
]
