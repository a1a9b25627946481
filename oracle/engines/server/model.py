"""A causal language model that answers chats."""

import re
from collections.abc import Sequence
from typing import Any

from jinja2 import TemplateError

from oracle.engines.server.decoding import Decoder
from oracle.engines.server.identity import Identity
from oracle.engines.server.lora import Loras
from oracle.engines.server.rows import Completion, Row, placed
from oracle.engines.server.settings import Limits
from oracle.engines.server.writing import Writing
from oracle.errors import Permanent


class ChatModel:
    """A `transformers` causal model with its tokenizer and adapters.

    `identities` says what it is without an adapter, then with each, in the order of `Row.adapter`.
    Not for two threads at once.
    """

    def __init__(
        self, network: Any, tokenizer: Any, loras: Loras, identities: Sequence[Identity]
    ) -> None:
        self.identities = tuple(identities)
        self._network = network
        self._tokenizer = tokenizer
        self._loras = loras
        self._control = _control_tokens(tokenizer)
        self._ends = _ends(network, tokenizer)

    @property
    def identity(self) -> Identity:
        """What it is without an adapter."""
        return self.identities[0]

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

    def decoder(self, limits: Limits) -> Decoder:
        """A decoder with memory of its own for as many rows and tokens as the limits say."""
        context = min(limits.context, self.context)
        return Decoder(
            self._network, self._loras, limits.max_batch, context, self._ends, self._text
        )

    def complete(self, rows: Sequence[Row], limits: Limits | None = None) -> list[Completion]:
        """One `Completion` per row, in order; the order of the rows changes none of them."""
        decoder = self.decoder(limits or Limits(max_batch=len(rows)))
        written: dict[int, Writing] = {}
        for index in placed(rows):
            while not decoder.free:
                decoder.step()
            written[index] = decoder.join(rows[index])
        while decoder.live:
            decoder.step()
        return [written[index].completion() for index in range(len(rows))]

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
