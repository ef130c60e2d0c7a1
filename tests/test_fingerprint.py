"""The hashes by which texts are compared: the same everywhere, and blind to what an editor's typography changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.fingerprint import GRAM, SAMPLED_EVERY, UNSPACED_GRAM, fingerprint, words

TEXT = " ".join(f"word{number} of a story that is told" for number in range(90))


def test_the_hash_is_the_documented_one() -> None:
    grams = [" ".join(words(TEXT)[at : at + GRAM]) for at in range(len(words(TEXT)) - GRAM + 1)]
    hashes = [
        int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
        for gram in dict.fromkeys(grams)
    ]
    made = fingerprint(TEXT)
    assert list(made.sample) == [value & 0xFFFFFFFF for value in hashes if value % SAMPLED_EVERY == 0]
    assert made.posted == tuple(sorted(value >> 16 for value in hashes if value % 16 == 0))


def test_it_does_not_depend_on_the_process() -> None:
    program = f"from extractors.fingerprint import fingerprint; print(fingerprint({TEXT!r}))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert printed == {f"{fingerprint(TEXT)}\n".encode()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "\u201cAl-Sawanah\u201d is\u00a0quiet \u2014 it\u2019s snowing",
            "al-sawanah is quiet - it's snowing",
        ),
        ("Se\u2019alow, D\u00e9partement de l\u2019Is\u00e8re", "sealow DEPARTEMENT de l'Ise\u0300re"),
        ("\ufb01nal \uff12\uff10\uff12\uff14", "final 2024"),
        ("Stra\u00dfe", "STRASSE"),
    ],
)
def test_typography_does_not_count(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_a_vowel_sign_does_not_part_a_word() -> None:
    assert (
        len(words("\u0939\u093f\u0928\u094d\u0926\u0940 \u0938\u092e\u093e\u091a\u093e\u0930")) == 2
    )  # Hindi
    assert words("\u0645\u064e\u0643\u0652\u062a\u064e\u0628") == words("\u0645\u0643\u062a\u0628")  # Arabic


@pytest.mark.parametrize(
    "text",
    [
        "\u4e09\u6708\u4e00\u65e5\u6751\u91cc\u7684\u56fe\u4e66\u9986\u91cd\u65b0\u5f00\u653e\u4e86\u5927\u95e8",
        "\u6e2f\u306e\u6700\u5f8c\u306e\u30d5\u30a7\u30ea\u30fc\u306f\u6765\u5e74\u306e\u6625\u307e\u3067\u904b\u822a\u3092\u7d9a\u3051\u308b",
        "\u0e40\u0e23\u0e37\u0e2d\u0e02\u0e49\u0e32\u0e21\u0e1f\u0e32\u0e01\u0e25\u0e33\u0e2a\u0e38\u0e14\u0e17\u0e49\u0e32\u0e22\u0e08\u0e30\u0e41\u0e25\u0e48\u0e19\u0e15\u0e48\u0e2d\u0e44\u0e1b",
    ],
    ids=["chinese", "japanese", "thai"],
)
def test_scripts_without_spaces_are_read_by_characters(text: str) -> None:
    tokens = words(text)
    assert all(len(token) == 1 for token in tokens)
    most = fingerprint(text[:-3] + "\u3002 Reuters 2024")
    assert len(fingerprint(text).sample) == len(tokens) - UNSPACED_GRAM + 1
    assert set(fingerprint(text).sample) & set(most.sample)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_fingerprint(text: str) -> None:
    made = fingerprint(text)
    assert made == fingerprint(text)
    assert len(made.posted) >= len(made.sample) / 8
    assert len(set(made.sample)) == len(made.sample)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=90, max_size=300), st.integers(0, 60))
def test_what_stands_in_a_longer_text_keeps_its_hashes(tokens: list[str], start: int) -> None:
    part, whole = fingerprint(" ".join(tokens[start:])), fingerprint(" ".join(tokens))
    if part.every == whole.every:
        assert set(part.sample) <= set(whole.sample)
        assert len(part.posted) == 0 or set(part.posted) & set(whole.posted)
