"""Which entries may compete at all, each judged by itself; copies are found in `copies`."""

from oracle.domain import MAX_REASON, Brief, Card, Entry, Platform
from oracle.platforms import PLATFORMS
from oracle.printable import one_line
from oracle.scoring.texts import is_english, plain, terms, without_pleas

_STEM = 5
_LINE_WORDS = 4
_PROMPT_MARKS = (
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "[inst]",
    "[/inst]",
    "<<sys>>",
    "### instruction",
    "system prompt:",
    "as an ai language model",
)
# Words by which a brief asks; they say nothing of what it is about.
_ASKING = frozenset({"write", "post", "posts", "tweet", "thread", "please", "short", "make"})


def disqualification(entry: Entry, card: Card, brief: Brief, platform: Platform) -> str | None:
    """Why the entry cannot compete, in a sentence, or None if it can; see `bar`."""
    if entry.failure is not None:
        return one_line(f"its engine failed: {plain(entry.failure)}", MAX_REASON)
    return bar(entry.text, platform, card, brief)


def bar(text: str, platform: Platform, card: Card | None, brief: Brief | None) -> str | None:
    """Why a text cannot compete, in a sentence, or None if it can.

    It must say something to its readers, fit the platform, show nothing of its prompt, and share
    at least one word stem with the brief, where there is one, or its sources.
    """
    rules = PLATFORMS[platform]
    if (length := rules.count(text)) > rules.limit:
        return f"{length} {rules.unit}, {rules.slug} takes {rules.limit}"
    if not (shown := plain(text)):
        return "it is empty"
    if card is not None and (leak := _leak(shown, card)):
        return one_line(f"it shows its prompt: “{leak}”", MAX_REASON)
    if not (said := without_pleas(shown)):
        return "it only speaks to its judges"
    if brief is not None and _is_off_brief(said, brief):
        return "it shares no word with the brief or its sources"
    return None


def _leak(text: str, card: Card) -> str | None:
    """What of the prompt the text shows: a mark of chat templates, or a line of the card's."""
    shown = _flat(text)
    lines = (_flat(line) for line in (*card.style, *card.donts, *card.examples))
    long = (line for line in lines if len(line.split()) >= _LINE_WORDS)
    marks = (*_PROMPT_MARKS, f"you are {_flat(card.name)}", *long)
    return next((mark for mark in marks if mark in shown), None)


def _flat(text: str) -> str:
    return " ".join(plain(text).casefold().split()).rstrip(".")


def _is_off_brief(text: str, brief: Brief) -> bool:
    """Whether no stem is shared: the first 5 letters of words that are not English stop words.

    A brief in English that asks for another language cannot be judged by words, nor one without.
    """
    if brief.language != "en" and is_english(brief.text):
        return False
    asked = (brief.text, *(f"{source.title} {source.text}" for source in brief.sources))
    wanted = set[str]().union(*map(_stems, asked))
    return bool(wanted) and wanted.isdisjoint(_stems(text))


def _stems(text: str) -> set[str]:
    return {term[:_STEM] for term in terms(plain(text)) if term not in _ASKING}
