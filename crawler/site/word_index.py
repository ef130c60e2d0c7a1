"""The search's index: scripts small enough to be loaded one by one, for a page opened from a file may load nothing else.

Articles are numbered by date, the oldest first, so that new ones are added at the end. `search/articles/N.js` has the
entries of so many numbers; `search/words/HEX.js` has all words with the same first two letters, and the numbers of their
articles, each as its distance from the one before. HEX is UTF-8 of the two letters. `site.js` reads them.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from array import array
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from crawler.site.places import SHARDS_FILE, entries_file, words_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.site.folder import SiteFolder

PER_FILE = 200  # entries: 40 KB
LONGEST = 40  # letters of a word that count
LETTERS = 2  # of a word that say in which file it is
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> set[str]:
    """Without letter case, accents and vowel signs. `site.js` has the same rule."""
    plain = (
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.category(letter).startswith("M")
    )
    return {word[:LONGEST] for word in _WORD.findall("".join(plain).lower())}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search shows of an article."""

    title: str
    place: str
    day: str
    outlet: str
    kind: str


@dataclass(slots=True)
class WordIndex:
    """Made by `word_index`; gathers on disk, and writes when all articles are in it."""

    database: sqlite3.Connection

    def add(self, article_id: str, entry: Entry, text: str) -> None:
        values = (
            entry.day,
            article_id,
            _packed([entry.title, entry.place, entry.day, entry.outlet, entry.kind]),
        )
        number = self.database.execute(
            "INSERT INTO entries (day, article_id, entry) VALUES (?, ?, ?)", values
        ).lastrowid
        self.database.executemany(
            "INSERT INTO words VALUES (?, ?)", ((word, number) for word in words_of(text))
        )

    def write(self, folder: SiteFolder) -> None:
        numbers = self._write_entries(folder)
        names = []
        for prefix, shard in groupby(self._words(numbers), key=lambda pair: pair[0][:LETTERS]):
            names.append(prefix.encode().hex())
            folder.write(words_file(names[-1]), _script(f"words/{names[-1]}", list(shard)))
        folder.write(
            SHARDS_FILE,
            _script("shards", {"articles": len(numbers) - 1, "perFile": PER_FILE, "words": names}),
        )

    def _write_entries(self, folder: SiteFolder) -> array[int]:
        """The number of each entry, by its row."""
        count = self.database.execute("SELECT count(*) FROM entries").fetchone()[0]
        numbers = array("L", bytes(array("L").itemsize * (count + 1)))
        rows = self.database.execute("SELECT row, entry FROM entries ORDER BY day, article_id")
        for number, pairs in groupby(enumerate(rows), key=lambda pair: pair[0] // PER_FILE):
            entries = []
            for at, (row, entry) in pairs:
                numbers[row] = at
                entries.append(entry)
            lines = ",\n".join(entries)
            folder.write(entries_file(number), f'pressmark.keep("articles/{number}",[{lines}]);\n')
        return numbers

    def _words(self, numbers: array[int]) -> Iterator[tuple[str, list[int]]]:
        """Each word with the distances of its numbers, in the order of the words."""
        rows = self.database.execute("SELECT word, row FROM words ORDER BY word")
        for word, pairs in groupby(rows, key=lambda pair: pair[0]):
            found = sorted(numbers[row] for _, row in pairs)
            yield word, [b - a for a, b in zip([0, *found], found, strict=False)]


@contextmanager
def word_index(scratch: Path) -> Iterator[WordIndex]:
    with closing(sqlite3.connect(scratch / "words.sqlite")) as database:
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            "CREATE TABLE entries (row INTEGER PRIMARY KEY, day TEXT, article_id TEXT, entry TEXT);"
            "CREATE TABLE words (word TEXT, row INTEGER)"
        )
        yield WordIndex(database)


def _script(name: str, value: Any) -> str:  # noqa: ANN401 - what JSON has
    return f"pressmark.keep({json.dumps(name)},{_packed(value)});\n"


def _packed(value: Any) -> str:  # noqa: ANN401 - what JSON has
    """ASCII: no letter in it is a line's end to JavaScript."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
