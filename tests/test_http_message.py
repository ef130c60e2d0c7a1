from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.http_message import BadHttp, IncompleteBody, entity, parse_response, split_informational

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def test_a_response_is_taken_apart_and_not_changed() -> None:
    response = parse_response(
        b"HTTP/1.1 200 Okey   Dokey \r\nsErVeR: x\r\nx-FOO:nospace\r\nX-Fold: a\r\n   b\r\n\tc\r\nno colon\r\n"
        b"Set-Cookie: a=1\r\nX-Latin: caf\xe9\r\nset-cookie:  b=2  \r\n\r\nbody"
    )
    assert (response.version, response.status, response.reason) == (b"HTTP/1.1", 200, b"Okey   Dokey ")
    assert response.headers == (
        (b"sErVeR", b"x"),
        (b"x-FOO", b"nospace"),
        (b"X-Fold", b"a b c"),
        (b"Set-Cookie", b"a=1"),
        (b"X-Latin", b"caf\xe9"),
        (b"set-cookie", b"b=2"),
    )
    assert response.body == b"body"
    assert response.header("SERVER") == "x"
    assert response.header("x-latin") == "café"
    assert response.headers_named("Set-Cookie") == ("a=1", "b=2")
    assert response.header("absent") is None


@pytest.mark.parametrize(
    ("status_line", "reason"),
    [
        (b"HTTP/1.1 200", b""),
        (b"HTTP/1.1 200 ", b""),
        (b"HTTP/1.0 200 OK", b"OK"),
        (b"HTTP/1.1 200  OK", b" OK"),
    ],
)
def test_status_lines_are_read_with_and_without_reason(status_line: bytes, reason: bytes) -> None:
    assert parse_response(status_line + b"\r\n\r\n").reason == reason


def test_bare_line_feeds_end_lines_too() -> None:
    response = parse_response(b"HTTP/1.1 200 OK\nA: b\n\nbody\n\nmore")
    assert (response.headers, response.body) == (((b"A", b"b"),), b"body\n\nmore")


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"\r\n\r\n",
        b"NOT HTTP\r\n\r\n",
        b"HTTP/1.1 2xx OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b\r\n",
        b"HTTP/1.1 200 OK",
    ],
)
def test_what_is_not_a_response_is_refused(block: bytes) -> None:
    with pytest.raises(BadHttp):
        parse_response(block)


@given(st.binary())
def test_any_bytes_are_a_response_or_refused(block: bytes) -> None:
    for prefix in (b"", HEAD, HEAD + b"\r\n", CHUNKED, HEAD + b"Content-Length: 5\r\n"):
        try:
            entity(parse_response(prefix + block))
        except BadHttp:
            continue  # the one way to refuse


_pieces = st.lists(st.binary(min_size=1, max_size=300), max_size=20)
_extension = st.sampled_from([b"", b";a", b' ; a="b;c"', b"  "])


@given(
    _pieces,
    _extension,
    st.sampled_from([b"\r\n", b"\n"]),
    st.sampled_from([b"", b"X-Sum: 1\r\n", b"A: b\r\nC: d\r\n"]),
)
def test_chunking_is_undone_whatever_the_chunks(
    pieces: list[bytes], extension: bytes, line_end: bytes, trailers: bytes
) -> None:
    body = b"".join(b"%X%b%b%b%b" % (len(p), extension, line_end, p, line_end) for p in pieces)
    block = CHUNKED + body + b"0" + extension + line_end + trailers + line_end
    assert entity(parse_response(block)) == b"".join(pieces)
    assert entity(parse_response(block + b"junk")) == b"".join(pieces)


@given(_pieces.filter(bool), st.data())
def test_a_cut_in_a_chunked_body_is_told_with_what_was_there(
    pieces: list[bytes], data: st.DataObject
) -> None:
    whole = b"".join(pieces)
    body = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
    cut = data.draw(st.integers(min_value=0, max_value=len(body) - 2))
    with pytest.raises(IncompleteBody) as caught:
        entity(parse_response(CHUNKED + body[:cut]))
    assert whole.startswith(caught.value.received)


@pytest.mark.parametrize(
    "body", [b"zz\r\nab\r\n0\r\n\r\n", b"-1\r\n", b"2\r\nabX\r\n0\r\n\r\n", b"f" * 40 + b"\r\n", b"\r\n"]
)
def test_broken_chunk_framing_is_an_incomplete_body(body: bytes) -> None:
    with pytest.raises(IncompleteBody):
        entity(parse_response(CHUNKED + body))


def test_content_length_bounds_the_entity() -> None:
    assert entity(parse_response(HEAD + b"Content-Length: 4\r\n\r\nbodyjunk")) == b"body"
    assert entity(parse_response(HEAD + b"Content-Length: 4, 4\r\nContent-Length: 4\r\n\r\nbody")) == b"body"
    with pytest.raises(IncompleteBody) as caught:
        entity(parse_response(HEAD + b"Content-Length: 9\r\n\r\nbody"))
    assert caught.value.received == b"body"


@pytest.mark.parametrize(
    "headers",
    [b"Content-Length: 4\r\nContent-Length: 5\r\n", b"Content-Length: x\r\n", b"Content-Length: -1\r\n"],
)
def test_a_length_that_cannot_be_told_is_refused(headers: bytes) -> None:
    with pytest.raises(BadHttp):
        entity(parse_response(HEAD + headers + b"\r\nbody"))


def test_other_transfer_codings_are_refused() -> None:
    with pytest.raises(BadHttp):
        entity(parse_response(HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"))


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_answers_without_a_body_have_an_empty_entity(status: bytes) -> None:
    assert entity(parse_response(b"HTTP/1.1 " + status + b"\r\nContent-Length: 99\r\n\r\n")) == b""


def test_informational_messages_are_split_off() -> None:
    early, final = (
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
        HEAD + b"\r\nHTTP/1.1 103 in the body\r\n\r\n",
    )
    assert split_informational(b"HTTP/1.1 100\n\n" + early + final) == ((b"HTTP/1.1 100\n\n", early), final)
    assert split_informational(final) == ((), final)
    switching = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    assert split_informational(switching) == ((), switching)
    assert split_informational(early[:-2]) == ((), early[:-2])


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "block",
    [
        CHUNKED + b"1\r\nx\r\n" * 500_000,
        CHUNKED + b"1;" + b"x" * 4_000_000,
        CHUNKED + b"0\r\n" + b"A: b\r\n" * 500_000,
        HEAD + b"A: b\r\n" * 500_000,
        HEAD + b" fold\r\n" * 500_000,
        HEAD + b"A: b\r\n" + b" fold\r\n" * 500_000 + b"\r\n",
        b"HTTP/1.1 200 " + b" " * 4_000_000,
        b"HTTP/1.1 103 x\r\n\r\n" * 200_000,
        b"\n" * 4_000_000,
    ],
    ids=["chunks", "extension", "trailers", "headers", "folds", "folded", "status", "informational", "lines"],
)
def test_hostile_input_takes_linear_time(block: bytes) -> None:
    with suppress(BadHttp):  # only the time counts here
        entity(parse_response(split_informational(block)[1]))
