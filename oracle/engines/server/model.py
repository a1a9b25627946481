"""A causal language model that answers chats."""

import re
from collections.abc import Sequence
from typing import Any

from jinja2 import TemplateError

from oracle.engines.server.decoding import complete
from oracle.engines.server.identity import Identity
from oracle.engines.server.rows import Completion, Row
from oracle.errors import Permanent


class ChatModel:
    """A `transformers` causal model with its tokenizer. Not for two threads at once."""

    def __init__(self, network: Any, tokenizer: Any, identity: Identity) -> None:
        self.identity = identity
        self._network = network
        self._tokenizer = tokenizer
        self._control = _control_tokens(tokenizer)
        self._ends = _ends(network, tokenizer)

    @property
    def context(self) -> int:
        """The most tokens, prompt and answer together, that the model was made for."""
        longest: int = self._network.config.get_text_config().max_position_embeddings
        return longest

    def prompt(self, messages: Sequence[dict[str, str]]) -> tuple[int, ...]:
        """The token ids of a chat, up to where the assistant answers.

        What the messages say stays text: the model's control tokens in it become spaces.
        Raises `Permanent` where the model's chat template refuses the messages.
        """
        safe = [{**message, "content": self._plain(message["content"])} for message in messages]
        try:
            text = self._tokenizer.apply_chat_template(
                safe, add_generation_prompt=True, tokenize=False, enable_thinking=False
            )
        except TemplateError as error:
            raise Permanent(f"the model's chat template refuses these messages: {error}") from error
        return tuple(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def complete(self, rows: Sequence[Row]) -> list[Completion]:
        """One `Completion` per row, in order; the order of the rows changes none of them."""
        order = sorted(range(len(rows)), key=lambda index: (rows[index].prompt, rows[index].seed))
        batch = [rows[index] for index in order]
        written = dict(
            zip(order, complete(self._network, batch, self._ends, self._text), strict=True)
        )
        return [written[index] for index in range(len(rows))]

    def _plain(self, text: str) -> str:
        return self._control.sub(" ", text)

    def _text(self, ids: list[int]) -> str:
        text: str = self._tokenizer.decode(ids, skip_special_tokens=True)
        return text


def _control_tokens(tokenizer: Any) -> re.Pattern[str]:
    special = {str(token) for token in tokenizer.added_tokens_decoder.values() if token.special}
    longest_first = sorted(special | set(tokenizer.all_special_tokens), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _ends(network: Any, tokenizer: Any) -> frozenset[int]:
    configured = network.generation_config.eos_token_id
    ids = configured if isinstance(configured, list) else [configured]
    return frozenset(id_ for id_ in (*ids, tokenizer.eos_token_id) if id_ is not None)
