"""Certificates are verified, always: against the platform's authorities and those of TLS_CA_FILE.

TLS 1.2 is the least, by Twisted's default (RFC 8996 forbids what came before).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from cryptography.x509 import load_pem_x509_certificates
from OpenSSL.crypto import X509
from twisted.internet._sslverify import ClientTLSOptions, OpenSSLCertificateAuthorities
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from OpenSSL.SSL import Context
    from scrapy.crawler import Crawler
    from twisted.internet._sslverify import IOpenSSLTrustRoot


def context_factory(crawler: Crawler) -> IPolicyForHTTPS:
    """What a download handler needs for https. ValueError names TLS_CA_FILE if that file cannot be used."""
    # A cast, as type checkers see zope's interfaces only where they are inherited.
    return cast("IPolicyForHTTPS", _OneContext(trust(crawler.settings.get("TLS_CA_FILE") or "")))


@implementer(IPolicyForHTTPS)  # type: ignore[no-untyped-call]  # zope has no types
class _OneContext:
    """One OpenSSL context for all hosts: each holds the platform's authorities, 0.8 MB that take 8 ms to load.

    Twisted's own policy makes one a host, so that a crawl of 700 hosts grew by 550 MB. The host's name is verified
    on each connection, not in the context; the private names are held by tests/test_tls.py.
    """

    def __init__(self, trust_root: OpenSSLCertificateAuthorities) -> None:
        self._options = CertificateOptions(trustRoot=cast("IOpenSSLTrustRoot", trust_root))

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: ARG002, N802 - Twisted's
        return ClientTLSOptions(self._options._makeTLSConnection, hostname.decode("ascii"))  # noqa: SLF001


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
