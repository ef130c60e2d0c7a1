from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request
from twisted.web.client import URI

from crawler.addresses import MAX_URL_LENGTH, BadUrl, is_public, safe_url, why_refused
from storage.outcome import Refusal

PRIVATE = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.2",
    "::ffff:7f00:2",
    "::ffff:10.0.0.1",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "::ffff:8.8.8.8%1",
    "fec0::1",
    "ff02::1",
)
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.255.255",
    "223.255.255.255",
    "::ffff:8.8.8.8",
    "2001:200::1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
)
NO_ADDRESS = (
    "",
    "localhost",
    "example.org",
    "127.1",
    "0x7f.1",
    "2130706433",
    "1.2.3.4.5",
    "1.2.3.4/8",
    "[::1]",
    "\ud800",
)

SPELLINGS = (
    "127.0.0.2",
    "2130706434",
    "0x7f000002",
    "0X7F000002",
    "017700000002",
    "0177.0.0.2",
    "0x7f.0.0.2",
    "127.2",
    "127.0.2",
    "127.0.0.2.",
    "127.0.0x0.02",
    "0.0.0.0",
    "0",
    "[::ffff:127.0.0.2]",
    "[::FFFF:7f00:2]",
    "[0:0:0:0:0:ffff:127.0.0.2]",
    "[::1]",
    "[::]",
    "[::127.0.0.2]",
    "[fe80::1%25eth0]",
    "[64:ff9b::7f00:2]",
    "①②⑦.⓪.⓪.②",
    "１２７.0.0.2",
    "127。0。0。2",
    "127．0．0．2",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "user:pw@127.0.0.2",
    "example.org@127.0.0.2",
    "example.org:80@127.0.0.2",
    "a@b@127.0.0.2",
)


@pytest.mark.parametrize("address", PRIVATE + NO_ADDRESS)
def test_no_other_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_the_internet_routes_to_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize(
    "form", ["http://{}/", "https://{}", "http:\\\\{}\\x", "ht\ttp://{}/", " http://{}/?q#f"]
)
def test_every_spelling_of_an_inward_host_is_refused(host: str, form: str) -> None:
    assert why_refused(form.format(host), frozenset()) is Refusal.ADDRESS


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", Refusal.SCHEME),
        ("file:///proc/self/environ", Refusal.SCHEME),
        ("data:text/html,x", Refusal.SCHEME),
        ("javascript:alert(1)", Refusal.SCHEME),
        ("s3://bucket/key", Refusal.SCHEME),
        ("ftp://example.org/", Refusal.SCHEME),
        ("gopher://example.org/", Refusal.SCHEME),
        ("about:blank", Refusal.SCHEME),
        ("mailto:a@example.org", Refusal.SCHEME),
        ("http://example.org:22/", Refusal.PORT),
        ("http://example.org:6379/", Refusal.PORT),
        ("http://example.org:0/", Refusal.PORT),
        ("http://127.0.0.2:22/", Refusal.PORT),
        ("http://example.org:65536/", Refusal.BAD_URL),
        ("http://example.org:-1/", Refusal.BAD_URL),
        ("http://example.org:x/", Refusal.BAD_URL),
        ("", Refusal.BAD_URL),
        ("/relative", Refusal.BAD_URL),
        ("//example.org/", Refusal.BAD_URL),
        ("///example.org/", Refusal.BAD_URL),
        ("http:", Refusal.BAD_URL),
        ("http://", Refusal.BAD_URL),
        ("http:///x", Refusal.BAD_URL),
        ("http:example.org", Refusal.BAD_URL),
        ("http://[::1", Refusal.BAD_URL),
        ("http://[::1]x/", Refusal.BAD_URL),
        ("http://[1.2.3.4]/", Refusal.BAD_URL),
        ("http://a b/", Refusal.BAD_URL),
        ("http://a..b/", Refusal.BAD_URL),
        ("http://.a/", Refusal.BAD_URL),
        ("http://256.1.1.1/", Refusal.BAD_URL),
        ("http://1.2.3.4.5/", Refusal.BAD_URL),
        ("http://08.0.0.1/", Refusal.BAD_URL),
        ("http://4294967296/", Refusal.BAD_URL),
        ("http://example.0x7/", Refusal.BAD_URL),
        ("http://%31%32%37.0.0.1/", Refusal.BAD_URL),
        ("http://127.0.0.1%00.example.org/", Refusal.BAD_URL),
        ("http://exam\0ple.org/", Refusal.BAD_URL),
        ("http://exa\u202emple.org/", Refusal.BAD_URL),
        ("http://example.org/\ud800", Refusal.BAD_URL),
        ("http://" + "a" * 64 + ".org/", Refusal.BAD_URL),
        ("http://" + "a." * 127 + "org/", Refusal.BAD_URL),
        ("http://example.org/" + "x" * MAX_URL_LENGTH, Refusal.BAD_URL),
        ("http://example.org/" + "ж" * (MAX_URL_LENGTH // 3), Refusal.BAD_URL),
    ],
)
def test_what_is_no_public_web_address_is_refused_with_its_reason(url: str, reason: Refusal) -> None:
    assert why_refused(url, frozenset()) is reason


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org:443/a?b",
        "http://example.org:443/",
        "https://127.0.0.2.example.org/",
        "https://notlocalhost/",
        "https://under_score.example.org/",
        "https://xn--mnchen-3ya.de/",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/",
    ],
)
def test_a_public_web_address_passes(url: str) -> None:
    assert why_refused(url, frozenset()) is None


def test_a_configured_port_passes_and_no_other() -> None:
    assert why_refused("http://example.org:8080/", frozenset({8080})) is None
    assert why_refused("http://example.org:8081/", frozenset({8080})) is Refusal.PORT
    assert why_refused("http://127.0.0.1:8080/", frozenset({8080})) is Refusal.ADDRESS


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://user:pw@example.org:443/x#part", "https://example.org/x"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://16843009/", "http://1.1.1.1/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://münchen.de/ä b?ö=ü", "http://xn--mnchen-3ya.de/%C3%A4%20b?%C3%B6=%C3%BC"),
        ("http://example.org\\@127.0.0.1/", "http://example.org/@127.0.0.1/"),
        ("http://example.org/open/../private", "http://example.org/private"),
        ("http://example.org/open/%2e%2E/private/%2e", "http://example.org/private/"),
        ("http://example.org/../../x/./y/..", "http://example.org/x/"),
        ("http://example.org//x//y..z/.w", "http://example.org//x//y..z/.w"),
        ("http://exam\tple.org/a\nb", "http://example.org/ab"),
    ],
)
def test_a_safe_url_has_one_spelling(url: str, safe: str) -> None:
    assert safe_url(url) == safe


odd_text = st.text(alphabet=st.characters(codec=None), max_size=60)
numberish = st.text(alphabet="0123456789abcdefxX.:[]%", max_size=24)
urls = st.one_of(
    odd_text,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "https://", "http:\\\\", "//", "ftp://"]),
        odd_text,
        odd_text,
    ),
    st.builds("http://{}/{}".format, numberish, st.text(alphabet="./%2eE?#;a", max_size=20)),
)


@given(urls)
@example("http://\u2100/")
@example("http://\0.0/")
@example("http://[v1.a]/")
@example("http://xn--/")
def test_any_text_is_judged_without_an_exception(url: str) -> None:
    reason = why_refused(url, frozenset())
    if reason in {Refusal.SCHEME, Refusal.BAD_URL}:
        with pytest.raises(BadUrl, match=f"^{reason}: "):
            safe_url(url)
    else:
        safe = safe_url(url)
        assert safe_url(safe) == safe
        assert why_refused(safe, frozenset()) is reason


@given(urls)
@example("http://example.org\\@127.0.0.1/")
@example("http://a@b:80@c/")
def test_scrapy_and_twisted_read_the_same_host_and_port_from_a_safe_url(url: str) -> None:
    try:
        safe = safe_url(url)
    except BadUrl:
        return
    split, request, dialled = urlsplit(safe), Request(safe), URI.fromBytes(safe.encode())  # type: ignore[no-untyped-call]
    assert request.url == safe
    assert dialled.host.decode("ascii") == split.hostname
    assert dialled.port == (
        split.port if split.port is not None else {"http": 80, "https": 443}[split.scheme]
    )


@given(numberish)
@example("0x7f.1")
def test_what_the_system_reads_as_an_inward_address_is_refused(host: str) -> None:
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    if not is_public(str(found[0][4][0])):
        bracketed = f"[{host}]" if ":" in host else host
        assert why_refused(f"http://{bracketed}/", frozenset()) is not None
