"""The archive in S3-compatible storage. The only importer of boto3.

Endpoint and keys come from the standard AWS variables and profiles. Conditions come from RFC 9110
(`If-None-Match: *`); of checksums only Content-MD5 is asked for, which every real server verifies: the newer ones
are dropped by some servers and break uploads over TLS on others.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)

from storage.keys import checked_key
from storage.object_store import (
    CorruptObject,
    KeyTaken,
    NoSuchKey,
    ObjectInfo,
    StoreError,
    StoreRefused,
    StoreUnavailable,
    Unfinished,
    probe_by_writing,
    read_back,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mypy_boto3_s3 import S3Client

ATTEMPTS = 6  # of one request; longer outages are what the spool is for
READS = 3  # of one object whose bytes came cut or altered: botocore repeats requests, never a body
_CONFIG = Config(
    signature_version="s3v4",
    retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    connect_timeout=10,  # seconds
    read_timeout=60,
    tcp_keepalive=True,
    max_pool_connections=16,
    # Trailing checksums: Ceph 16 refuses every upload over TLS (411), Ceph 18 stores a wrong coding.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
_BY_PATH = _CONFIG.merge(Config(s3={"addressing_style": "path"}))
_TAKEN = {409, 412}  # 409: another writer is at it at this moment (AWS: ConditionalRequestConflict)
_ABSENT = {"404", "NoSuchKey", "NotFound", "NoSuchUpload"}


class S3Store:
    """Objects below `s3://bucket/prefix`. One client serves several threads."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket, self._prefix = bucket, f"{checked_key(prefix)}/" if prefix else ""
        self._session = _session()
        self._client = _client(self._session)
        _check_endpoint(self._client.meta.endpoint_url)

    @property
    def url(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def put(self, key: str, data: bytes) -> None:
        self._put(
            key, data, len(data), hashlib.sha256(data).hexdigest(), hashlib.md5(data, usedforsecurity=False)
        )

    def put_file(self, key: str, path: Path, sha256: str) -> None:
        """One request whatever the size (S3 takes 5 GiB): multipart uploads ignore conditions on many servers."""
        with path.open("rb") as file:
            own, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
            while piece := file.read(1 << 20):
                own.update(piece)
                md5.update(piece)
                size += len(piece)
            if own.hexdigest() != sha256:
                raise CorruptObject(f"{path} has sha256 {own.hexdigest()}, not {sha256}")
            file.seek(0)
            self._put(key, file, size, sha256, md5)

    def get(self, key: str) -> bytes:
        return self._read(key, lambda: self._whole(key))

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        if not length:
            return b""
        return self._read(key, lambda: self._part(key, offset, length))

    def head(self, key: str) -> ObjectInfo | None:
        try:
            with self._ours(key):
                answer = self._client.head_object(Bucket=self._bucket, Key=self._full(key))
        except NoSuchKey:
            return None
        return ObjectInfo(key, answer["ContentLength"], answer["Metadata"].get("sha256"))

    def list(self, prefix: str, start_after: str = "") -> Iterator[ObjectInfo]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket,
            Prefix=self._prefix + prefix,
            StartAfter=self._prefix + start_after if start_after else "",
        )
        with self._ours(prefix):
            for page in pages:
                for item in page.get("Contents", ()):
                    yield ObjectInfo(
                        item["Key"].removeprefix(self._prefix), item["Size"], None, item["LastModified"]
                    )

    def delete(self, key: str) -> None:
        with self._ours(key):
            self._client.delete_object(Bucket=self._bucket, Key=self._full(key))

    def unfinished(self) -> Iterator[Unfinished]:
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        with self._ours("multipart uploads"):
            for page in pages:
                for item in page.get("Uploads", ()):
                    key = item["Key"].removeprefix(self._prefix)
                    yield Unfinished(key, item["UploadId"], item["Initiated"])

    def discard(self, upload: Unfinished) -> None:
        with self._ours(upload.key), suppress(NoSuchKey):  # finished or gone since
            self._client.abort_multipart_upload(
                Bucket=self._bucket, Key=self._prefix + upload.key, UploadId=upload.handle
            )

    def table_options(self) -> dict[str, str]:
        endpoint = self._client.meta.endpoint_url
        try:
            found = self._session.get_credentials()
            keys = found and found.get_frozen_credentials()
        except BotoCoreError as error:
            raise StoreRefused(f"S3 is not usable as configured: {error}") from None
        if keys is None or not keys.access_key or not keys.secret_key:
            raise StoreRefused("there are no S3 credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        options = {
            "aws_endpoint_url": None if _is_amazon(endpoint) else endpoint,
            "aws_region": _region(self._session),
            "aws_access_key_id": keys.access_key,
            "aws_secret_access_key": keys.secret_key,
            "aws_session_token": keys.token,
            "aws_allow_http": "true" if endpoint.startswith("http://") else None,
            "aws_conditional_put": "etag",
        }
        return {name: value for name, value in options.items() if value}

    def probe(self) -> None:
        probe_by_writing(self)

    def _full(self, key: str) -> str:
        return self._prefix + checked_key(key)

    def _put(self, key: str, body: bytes | IO[bytes], size: int, sha256: str, md5: hashlib._Hash) -> None:
        try:
            with self._ours(key):
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=self._full(key),
                    Body=body,
                    ContentLength=size,
                    ContentMD5=base64.b64encode(md5.digest()).decode(),
                    IfNoneMatch="*",
                    Metadata={"sha256": sha256},
                )
        except KeyTaken:
            if not self._holds(key, size, sha256):
                raise

    def _holds(self, key: str, size: int, sha256: str) -> bool:
        """Whether the taken key is our own write: botocore repeats one whose answer was lost, and gets 412."""
        info = self.head(key)
        if info is None:
            raise StoreUnavailable(f"{key} is being written by another")
        return info.size == size and (info.sha256 or read_back(self, key)) == sha256

    def _whole(self, key: str) -> bytes:
        answer = self._client.get_object(Bucket=self._bucket, Key=self._full(key))
        data = answer["Body"].read()
        stated = answer["Metadata"].get("sha256")
        if stated not in (None, hashlib.sha256(data).hexdigest()):
            raise CorruptObject(f"{key} does not have the sha256 it was written with, {stated}")
        return data

    def _part(self, key: str, offset: int, length: int) -> bytes:
        span = f"bytes={offset}-{offset + length - 1}"
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._full(key), Range=span)
        except ClientError as error:
            if _status(error) != 416:  # the range lies behind the end
                raise
            return b""
        data = answer["Body"].read()
        if answer["ResponseMetadata"]["HTTPStatusCode"] != 206 or len(data) > length:
            raise StoreRefused(f"{self.url} does not answer requests for a range of an object")
        return data

    def _read(self, key: str, once: Callable[[], bytes]) -> bytes:
        for _ in range(READS - 1):
            try:
                with self._ours(key):
                    return once()
            except (CorruptObject, _CutShort):
                continue  # on the way, perhaps: the next read tells
        with self._ours(key):
            return once()

    @contextmanager
    def _ours(self, key: str) -> Iterator[None]:
        """Errors of botocore as those of a store. They name the key, never a credential."""
        try:
            yield
        except ClientError as error:
            raise self._translated(key, error) from None  # the original may show the request's headers
        except (IncompleteReadError, ResponseStreamingError):
            raise _CutShort(f"{key}: the answer of {self.url} was cut short") from None
        except (BotoConnectionError, HTTPClientError) as error:
            raise StoreUnavailable(f"{key}: {self.url} does not answer ({type(error).__name__})") from None
        except BotoCoreError as error:
            raise StoreRefused(f"{key}: S3 is not usable as configured: {error}") from None

    def _translated(self, key: str, error: ClientError) -> StoreError:
        status, code = _status(error), error.response.get("Error", {}).get("Code", "")
        if code == "NoSuchBucket":
            return StoreRefused(f"there is no bucket {self._bucket}")
        if code in _ABSENT:
            return NoSuchKey(f"{key} is not in the archive")
        if status in _TAKEN:
            return KeyTaken(f"{key} already holds other bytes")
        if status >= 500 or status in (408, 429) or code in ("RequestTimeout", "BadDigest"):
            return StoreUnavailable(f"{key}: {self.url} answers {status} {code}")
        return StoreRefused(f"{key}: {self.url} answers {status} {code}")


class _CutShort(StoreUnavailable):
    """A body that ended before its stated length."""


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _session() -> boto3.session.Session:
    for name in (
        "botocore",
        "boto3",
        "s3transfer",
        "urllib3",
    ):  # at DEBUG botocore writes keys and signatures
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    try:
        return boto3.session.Session()
    except BotoCoreError as error:
        raise StoreRefused(f"S3 is not usable as configured: {error}") from None


def _client(session: boto3.session.Session) -> S3Client:
    """Buckets of other servers than Amazon's are asked for by path: they have no host names of their own."""
    custom = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    try:
        client = session.client("s3", region_name=_region(session), config=_BY_PATH if custom else _CONFIG)
        if custom or _is_amazon(client.meta.endpoint_url):
            return client
        return session.client(
            "s3", region_name=_region(session), config=_BY_PATH
        )  # a profile named the endpoint
    except BotoCoreError as error:
        raise StoreRefused(f"S3 is not usable as configured: {error}") from None
    except ValueError:
        raise StoreRefused(_BAD_ENDPOINT) from None  # the original shows it, whatever stands in it


_BAD_ENDPOINT = (
    "S3 is not usable as configured: its endpoint is to be http:// or https://, a host and at most a port; no user name or"
    " password, for keys come from AWS_ACCESS_KEY_ID and its like, or a profile"
)


def _check_endpoint(endpoint: str) -> None:
    """Refuse what boto3 takes and delta-rs shows in its errors, or panics at."""
    try:
        is_good = "@" not in urlsplit(endpoint).netloc and urlsplit(endpoint).port != 0
    except ValueError:  # a port beyond 65535
        is_good = False
    if not is_good:
        raise StoreRefused(_BAD_ENDPOINT)


def _region(session: boto3.session.Session) -> str:
    return session.region_name or "us-east-1"


def _is_amazon(endpoint: str) -> bool:
    return ".amazonaws.com" in endpoint
