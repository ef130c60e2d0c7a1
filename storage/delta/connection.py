"""delta-rs as the store is reached: its options, its trust, its errors as a store's."""

from __future__ import annotations

import os
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from storage.object_store import StoreRefused, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.manifest import FileKind
    from storage.object_store import ObjectStore

_PATIENCE = {"max_retries": "5", "retry_timeout": "60s", "connect_timeout": "10s", "timeout": "60s"}
_REFUSALS = re.compile(r"\b403\b|Forbidden|AccessDenied|SignatureDoesNotMatch|NoSuchBucket|ermission denied")
_environment = threading.Lock()


@contextmanager
def delta_rs(store: ObjectStore) -> Iterator[dict[str, str]]:
    """The options for this store, while delta-rs trusts what boto3 trusts and its errors become a store's."""
    found = store.table_options()
    options = _PATIENCE | found if found else {}
    with _trusted_authorities():
        try:
            yield options
        except (DeltaError, OSError) as error:
            text = _one_line(_without_secrets(str(error), options))
            kind = StoreRefused if _REFUSALS.search(text) else StoreUnavailable
            raise kind(f"the table in {store.url}: {text}") from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # pyo3's, which has no module to import it from
                raise
            raise StoreUnavailable(f"the table in {store.url}: delta-rs gave up: {error}") from None


def _one_line(text: str) -> str:
    """delta-rs draws the causes of an error as a coloured tree."""
    return " ".join(_DRAWN.sub(": ", text).split()).replace(" : ", ": ")


_DRAWN = re.compile(r"\n\s*(?:\x1b\[[0-9;]*m)?\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS}(?:\x1b\[[0-9;]*m)?")


def _without_secrets(text: str, options: Mapping[str, str]) -> str:
    for name in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"):
        if name in options:  # servers repeat the key id in their refusals
            text = text.replace(options[name], "***")
    return text


@contextmanager
def _trusted_authorities() -> Iterator[None]:
    """AWS_CA_BUNDLE for delta-rs, which knows SSL_CERT_FILE only, and no option for it.

    https://github.com/delta-io/delta-rs/issues/4246: when that is done, make it an option and delete this.
    """
    bundle = os.environ.get("AWS_CA_BUNDLE")
    if not bundle:
        yield
        return
    with _environment, _variable("SSL_CERT_FILE", bundle):
        yield


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """The environment with this variable, unless somebody set it already."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def found_table(archive_url: str, table: FileKind, options: Mapping[str, str]) -> DeltaTable | None:
    try:
        return DeltaTable(f"{archive_url}/{table}", storage_options=dict(options))
    except TableNotFoundError:
        return None
