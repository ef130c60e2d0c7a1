"""The invented prose as plain texts, for tests that need words and no pages."""

from __future__ import annotations

import json
from pathlib import Path

from tests.replica.prose import Topic, paragraphs

FOLDER = Path(__file__).parent / "prose"


def prose_texts(language: str = "en") -> tuple[str, ...]:
    """All running text of one language; the replica's English news with the English."""
    story = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    news = [text for topic in Topic for text in paragraphs("prose", 9, topic)] if language == "en" else []
    return (*story["paragraphs"], story["quote"], *story["items"], *news)
