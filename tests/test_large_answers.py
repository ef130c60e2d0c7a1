"""One large answer grows at a time, so that many hosts at once cannot fill the memory."""

from __future__ import annotations

from crawler.wire_protocol import LargeAnswers, Passage


class Transport:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        self.told.append("pause")

    def resumeProducing(self) -> None:  # noqa: N802 - likewise
        self.told.append("resume")


def test_the_first_goes_on_and_the_others_wait_for_their_turn() -> None:
    answers = LargeAnswers()
    first, second, third = (Passage(None) for _ in range(3))
    one, two, three = Transport(), Transport(), Transport()
    for _ in range(3):  # as often as bytes come
        answers.admit(first, one)
        answers.admit(second, two)
        answers.admit(third, three)
    assert (one.told, two.told, three.told) == ([], ["pause"], ["pause"])
    answers.release(first)
    assert (two.told, three.told) == (["pause", "resume"], ["pause"])
    answers.admit(second, two)
    answers.release(second)
    assert (two.told, three.told) == (["pause", "resume"], ["pause", "resume"])


def test_one_that_ends_while_it_waits_leaves_the_line() -> None:
    answers = LargeAnswers()
    first, second, third = (Passage(None) for _ in range(3))
    two, three = Transport(), Transport()
    answers.admit(first, Transport())
    answers.admit(second, two)
    answers.admit(third, three)
    answers.release(second)  # its time was up
    answers.release(first)
    assert (two.told, three.told) == (["pause"], ["pause", "resume"])


def test_an_answer_that_is_not_large_never_holds_the_turn() -> None:
    answers = LargeAnswers()
    small, large = Passage(None), Passage(None)
    transport = Transport()
    answers.release(small)
    answers.admit(large, transport)
    answers.release(small)
    assert transport.told == []
