"""What the page calls the things that the API names."""

import re
from pathlib import Path

from frontend_api.web.page import DIST

from oracle.predictor.features import KNOWN

REASONS = Path(DIST).parent / "src/assistant/reasons.ts"


def test_reasons__of_the_predictor__all_have_words_on_the_page() -> None:
    said = re.findall(r'^  (\w+): "', REASONS.read_text(), re.MULTILINE)
    assert sorted(said) == sorted({*KNOWN, "meaning"})
