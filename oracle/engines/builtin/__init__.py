"""The built-in writer: entries without a language model, made of what the user gave.

`clean` makes a text safe and keeps where each character came from; `sentences` splits it; `subject`
reads what a brief is about; `retrieve` chooses sentences of the sources; `draft` joins them with
the persona's own lines within the platform's limit; `writer` is the engine.
"""

from oracle.engines.builtin.phrases import noun_phrases
from oracle.engines.builtin.writer import BuiltinWriter

__all__ = ["BuiltinWriter", "noun_phrases"]
