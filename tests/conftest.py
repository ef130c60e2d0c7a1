"""What several tests share: a real S3 server, started once, and the environment in which it is found."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, NamedTuple

import hypothesis
import pytest
import trustme

from tests.ceph import BUCKET, INSTALL, Ceph, environment, missing_programs
from tests.fault_proxy import FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# No law is broken by a machine that is busy.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="module", autouse=True)
def _traced(request: pytest.FixtureRequest) -> Iterator[None]:
    """Coverage follows into the processes that tests start by a variable of the environment, which `untraced` takes away."""
    with pytest.MonkeyPatch.context() as environment:
        if request.node.get_closest_marker("untraced"):
            environment.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield


class S3Server(NamedTuple):
    ceph: Ceph
    authority: Path  # PEM of the certificate authority behind its TLS endpoint


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """Ceph on 127.0.0.1. Where it cannot be had the tests say what to run, and an automatic run fails."""
    if missing := missing_programs():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"no S3 server to test against ({', '.join(missing)} missing); run: {INSTALL}")
    folder = tmp_path_factory.mktemp("ceph")
    issuer, certificate, authority = trustme.CA(), folder / "server.pem", folder / "authority.pem"
    issuer.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    issuer.cert_pem.write_to_path(str(authority))
    with Ceph(folder, certificate=certificate) as ceph:
        yield S3Server(ceph, authority)


@pytest.fixture
def s3(s3_server: S3Server, aws: pytest.MonkeyPatch) -> str:
    """ARCHIVE_URL of an empty archive in S3 over plain HTTP; the environment says where it is, for children too."""
    return _archive(aws, s3_server.ceph.endpoint)


@pytest.fixture
def s3_tls(s3_server: S3Server, aws: pytest.MonkeyPatch) -> str:
    """The same over TLS, behind an authority of our own."""
    aws.setenv("AWS_CA_BUNDLE", str(s3_server.authority))
    return _archive(aws, s3_server.ceph.tls_endpoint)


@pytest.fixture
def fault_proxy(s3: str, s3_server: S3Server, aws: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """What stands before the archive of `s3` in the same test, and can break what passes."""
    with FaultProxy(s3_server.ceph.port) as proxy:
        aws.setenv("AWS_ENDPOINT_URL_S3", proxy.endpoint)
        yield proxy


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without the S3 settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("AWS_") or name == "SSL_CERT_FILE"]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    return monkeypatch


def _archive(aws: pytest.MonkeyPatch, endpoint: str) -> str:
    for name, value in environment(endpoint).items():
        aws.setenv(name, value)
    return f"s3://{BUCKET}/{secrets.token_hex(6)}"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: gzip writes the time into them, and every process must find the same tests."""
    return argname if isinstance(val, bytes) else None
