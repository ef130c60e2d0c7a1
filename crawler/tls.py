"""Certificates are verified, always: against the platform's authorities and those of TLS_CA_FILE.

TLS 1.2 is the least, by Twisted's default (RFC 8996 forbids what came before).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from cryptography.x509 import load_pem_x509_certificates
from OpenSSL.crypto import X509
from twisted.internet._sslverify import OpenSSLCertificateAuthorities
from twisted.internet.ssl import platformTrust
from twisted.web.client import BrowserLikePolicyForHTTPS, HostnameCachingHTTPSPolicy

if TYPE_CHECKING:
    from OpenSSL.SSL import Context
    from scrapy.crawler import Crawler
    from twisted.web.iweb import IPolicyForHTTPS


def context_factory(crawler: Crawler) -> IPolicyForHTTPS:
    """What a download handler needs for https. ValueError names TLS_CA_FILE if that file cannot be used."""
    policy = BrowserLikePolicyForHTTPS(trust(crawler.settings.get("TLS_CA_FILE") or ""))  # type: ignore[no-untyped-call]
    # The platform's authorities take 8 ms to load: once a host, not once a connection. A cast, as type checkers see
    # zope's interfaces only where they are inherited.
    return cast("IPolicyForHTTPS", HostnameCachingHTTPSPolicy(cast("IPolicyForHTTPS", policy)))


def trust(ca_file: str) -> OpenSSLCertificateAuthorities:
    """The platform's authorities and those in a PEM file; without a name, the platform's alone."""
    return _PlatformAnd(_authorities(ca_file) if ca_file else [])


def _authorities(ca_file: str) -> list[X509]:
    try:
        certificates = load_pem_x509_certificates(Path(ca_file).read_bytes())
    except OSError as error:
        raise ValueError(f"TLS_CA_FILE={ca_file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ValueError(f"TLS_CA_FILE={ca_file} holds no certificates in PEM format: {error}") from error
    return [X509.from_cryptography(certificate) for certificate in certificates]


class _PlatformAnd(OpenSSLCertificateAuthorities):
    # Twisted takes either the platform's authorities or given ones. To have both needs these private names, which
    # tests/test_tls.py holds.
    def __init__(self, authorities: list[X509]) -> None:
        self._authorities = authorities

    def _addCACertsToContext(self, context: Context) -> None:  # noqa: N802
        platformTrust()._addCACertsToContext(context)  # type: ignore[no-untyped-call] # noqa: SLF001
        store = context.get_cert_store()
        assert store is not None, "OpenSSL gives every context a store"
        for authority in self._authorities:
            store.add_cert(authority)
