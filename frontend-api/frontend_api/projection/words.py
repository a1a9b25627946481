"""Numbers as the contracts pack them."""

_VALUE_BITS, _VALUE_MASK = 16, 0xFFFF


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
