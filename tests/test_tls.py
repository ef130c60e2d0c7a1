from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from crawler.tls import _OneContext, trust
from tests.guarded_crawl import crawl
from tests.plain_sockets import SocketServer, response

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "https://site.example/page"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def visit(
    context: ssl.SSLContext, url: str = PAGE, environment: dict[str, str] | None = None, **settings: str
) -> Any:
    """How the visit of a URL ended, with every connection sent to a server with this TLS context."""
    with SocketServer(lambda *_: response(b"a page"), tls=context) as server:
        connect_to = f"::127.0.0.1:{server.port}"
        no_robots = {"dont_obey_robotstxt": True}
        said = crawl([url], {"CONNECT_TO": connect_to, **settings}, meta=no_robots, environment=environment)
        return said["ends"][url], server.asked


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def test_an_authority_of_tls_ca_file_is_trusted_for_the_name_in_the_url(
    authority: trustme.CA, ca_file: str
) -> None:
    names = []
    context = server_context(authority, "site.example")
    context.sni_callback = lambda _, name, __: names.append(name)
    end, asked = visit(context, TLS_CA_FILE=ca_file)
    assert end == "200"
    assert names == ["site.example"]  # not the address that CONNECT_TO names
    assert asked == [("site.example", "/page")]


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, ca_file: str) -> None:
    end, asked = visit(server_context(authority, "other.example", "127.0.0.1"), TLS_CA_FILE=ca_file)
    assert "VerificationError" in end
    assert asked == []


def test_an_unknown_authority_is_refused(authority: trustme.CA, ca_file: str) -> None:
    end, asked = visit(server_context(authority, "site.example"))
    assert "certificate verify failed" in end
    assert asked == []
    end, asked = visit(server_context(trustme.CA(), "site.example"), TLS_CA_FILE=ca_file)
    assert "certificate verify failed" in end
    assert asked == []


def test_the_platform_s_authorities_stay_trusted_beside_those_of_the_file(
    authority: trustme.CA, ca_file: str, tmp_path: Path
) -> None:
    platform = trustme.CA()
    platform.cert_pem.write_to_path(str(tmp_path / "platform.pem"))
    environment = {"SSL_CERT_FILE": str(tmp_path / "platform.pem")}
    for issuer in (platform, authority):
        end, _ = visit(server_context(issuer, "site.example"), environment=environment, TLS_CA_FILE=ca_file)
        assert end == "200"


def test_there_is_no_setting_that_switches_verification_off(authority: trustme.CA) -> None:
    end, asked = visit(server_context(authority, "site.example"), DOWNLOAD_VERIFY_CERTIFICATES="False")
    assert "certificate verify failed" in end
    assert asked == []


def test_tls_before_1_2_is_refused(authority: trustme.CA, ca_file: str) -> None:
    context = server_context(authority, "site.example")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    end, asked = visit(context, TLS_CA_FILE=ca_file)
    assert "protocol" in end
    assert asked == []


def test_a_file_that_is_missing_or_holds_no_certificates_is_named_with_its_setting(tmp_path: Path) -> None:
    missing, empty, broken = tmp_path / "missing.pem", tmp_path / "empty.pem", tmp_path / "broken.pem"
    empty.write_bytes(b"")
    broken.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    for path in (missing, empty, broken, tmp_path):
        with pytest.raises(ValueError, match=f"^TLS_CA_FILE={path} ") as raised:
            trust(str(path))
        assert "\n" not in str(raised.value)


def test_a_file_may_hold_several_authorities(tmp_path: Path) -> None:
    authorities = [trustme.CA(), trustme.CA()]
    path = tmp_path / "several.pem"
    path.write_bytes(b"# ours\n" + b"\n".join(authority.cert_pem.bytes() for authority in authorities))
    for authority in authorities:
        end, _ = visit(server_context(authority, "site.example"), TLS_CA_FILE=str(path))
        assert end == "200"


def test_all_hosts_share_one_context(ca_file: str) -> None:
    policy = _OneContext(trust(ca_file))
    one, other = (policy.creatorForNetloc(host, 443) for host in (b"a.example", b"b.example"))
    assert one._createConnection == other._createConnection
    assert one._hostname != other._hostname
