from __future__ import annotations

import pytest

from crawler.connect_to import Target, parse_connect_to


def test_a_named_host_and_port_is_sent_to_the_named_address() -> None:
    connect_to = parse_connect_to("southfront.press:443:127.0.0.1:8443")
    assert connect_to.target("southfront.press", 443) == Target("127.0.0.1", 8443, named=True)
    assert connect_to.target("SouthFront.Press", 443) == Target("127.0.0.1", 8443, named=True)
    assert connect_to.target("southfront.press", 80) is None
    assert connect_to.target("www.southfront.press", 443) is None


def test_an_empty_host_and_port_match_all() -> None:
    connect_to = parse_connect_to("::127.0.0.1:8443")
    assert (
        connect_to.target("a.example", 443) == connect_to.target("b.example", 80) == ("127.0.0.1", 8443, True)
    )
    assert parse_connect_to("a.example::127.0.0.1:1").target("a.example", 99) == ("127.0.0.1", 1, True)
    assert parse_connect_to(":443:127.0.0.1:1").target("a.example", 80) is None


def test_an_empty_target_leaves_host_or_port_as_they_are() -> None:
    assert parse_connect_to("a.example:80:127.0.0.1:").target("a.example", 80) == ("127.0.0.1", 80, True)
    assert parse_connect_to("a.example:80::8080").target("a.example", 80) == ("a.example", 8080, False)
    assert parse_connect_to(":::").target("a.example", 80) == ("a.example", 80, False)


def test_addresses_of_version_6_stand_in_brackets() -> None:
    connect_to = parse_connect_to("[2606:4700:0::1]:80:[::1]:8080")
    assert connect_to.target("2606:4700::1", 80) == ("::1", 8080, True)


@pytest.mark.parametrize("parted", ["{}, {}", "{},{}", "{} {}", "  {}\n{}\t", ",{},,{},"])
def test_several_are_parted_by_white_space_or_commas_and_the_first_that_matches_decides(parted: str) -> None:
    connect_to = parse_connect_to(parted.format("a.example:443:127.0.0.1:1", "::127.0.0.2:2"))
    assert connect_to.target("a.example", 443) == ("127.0.0.1", 1, True)
    assert connect_to.target("a.example", 80) == ("127.0.0.2", 2, True)


def test_nothing_redirects_nothing() -> None:
    assert parse_connect_to("").target("a.example", 443) is None


@pytest.mark.parametrize(
    "entry",
    [
        "a",
        "a:80",
        "a:80:b",
        "a:80:b:81:c",
        "a:http:b:80",
        "a:0:b:80",
        "a:80:b:65536",
        "a:80:b:-1",
        "a:80:b:\uff18\uff10",
        "::1:80:b:80",
        "[::1:80:b:80",
        "[1.2.3.4]:80:b:80",
        "[::g]:80:b:80",
        "[:::]:80:b:80",
        "münchen.de:80:b:80",
        "http://a:80:b:80",
        "a/b:80:c:80",
    ],
)
def test_what_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ValueError) as raised:
        parse_connect_to(f"a:80:b:80, {entry}")
    assert repr(entry) in str(raised.value)
