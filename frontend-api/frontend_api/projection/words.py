"""Numbers as the contracts pack them, and texts as the governor keeps them."""

import re

ZERO_ADDRESS = "0x" + "00" * 20
_VALUE_BITS, _VALUE_MASK = 16, 0xFFFF
_PROPOSER = re.compile(r"#proposer=0x[0-9a-fA-F]{40}$")
_LONGEST_TITLE = 200


def unpack(word: int, count: int) -> list[int]:
    """The first `count` of the sixteen uint16 in a word; value 0 is the lowest (`Words.sol`)."""
    return [word >> (_VALUE_BITS * i) & _VALUE_MASK for i in range(count)]


def roster_size(roster: int) -> int:
    """How many persona ids, none of which is 0, a roster holds."""
    return (roster.bit_length() + _VALUE_BITS - 1) // _VALUE_BITS


def member_numbers(bitmap: int) -> list[int]:
    """The members in a bitmap: bit n is member n (`MemberSet.sol`)."""
    return [n for n in range(bitmap.bit_length()) if bitmap >> n & 1]


def question_of(rounds: str, round_id: int) -> str:
    """The name of a round's question: consumer, round, phase 0 (`QuestionId.sol`)."""
    return f"0x{int(rounds, 16):040x}{round_id:022x}00"


def round_of(question: str, rounds: str) -> int | None:
    """The round that a question is about; None if another consumer asks it."""
    if question[:42] != rounds.lower() or question[-2:] != "00":
        return None
    return int(question[42:-2], 16)


def storable(text: str) -> str:
    """A stranger's text without what PostgreSQL can't keep."""
    return text.replace("\0", "\ufffd")


def without_proposer(description: str) -> str:
    """A proposal's description as it was meant, without the suffix that the governor demands."""
    return _PROPOSER.sub("", description).rstrip()


def title_of(description: str) -> str:
    """The first line of a description that says something, at most 200 characters of it."""
    lines = (line.strip("# \t") for line in without_proposer(description).splitlines())
    return next((line for line in lines if line), "")[:_LONGEST_TITLE]
