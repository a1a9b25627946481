"""The kinds of values that answers are made of."""

from typing import Annotated

from pydantic import Field

Wei = Annotated[str, Field(pattern=r"^\d+$", description="A decimal integer in wei.")]
Hex = Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]*$")]
Time = Annotated[int, Field(description="Unix seconds.")]
Score = Annotated[int, Field(ge=0, le=10_000)]
Final = Annotated[bool, Field(description="Whether its last change is in a finalized block.")]
