"""The kinds of values that answers are made of."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from web3 import Web3

from oracle.domain import Criterion

T = TypeVar("T")


class _OfEach:
    """Describes a dictionary by criterion as an object that has all five."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        one = handler(core)["additionalProperties"]
        names = [criterion.value for criterion in Criterion]
        return {"type": "object", "properties": dict.fromkeys(names, one), "required": names}


Wei = Annotated[str, Field(pattern=r"^\d+$", description="A decimal integer in wei.")]
Hex = Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]*$")]
Time = Annotated[int, Field(description="Unix seconds.")]
Score = Annotated[int, Field(ge=0, le=10_000)]
Final = Annotated[bool, Field(description="Whether its last change is in a finalized block.")]
PerCriterion = Annotated[dict[Criterion, T], _OfEach()]
Holder = Annotated[
    str,
    Field(pattern=r"^0x[0-9a-fA-F]{40}$", description="An address; its case does not count."),
    AfterValidator(Web3.to_checksum_address),
]
