"""What the fields of a deployment's parameters can hold."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from eth_utils.address import (
    is_address,
    is_checksum_address,
    is_checksum_formatted_address,
    is_same_address,
    to_checksum_address,
)
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from oracle.domain import Address

NATIVE_COIN = NOBODY = "0x" + "00" * 20
ALL = 10_000
_WEI = 10**18


def wei(tokens: Any) -> int:
    """Reward tokens as people write them ("12.5"), in wei.

    Raises `ValueError` where that is not an amount.
    """
    try:
        amount = Decimal(str(tokens)) * _WEI
        if amount < 0 or amount != int(amount):
            raise ValueError(f"{tokens} is not an amount of tokens")
    except (InvalidOperation, OverflowError):
        raise ValueError(f"{tokens} is not an amount of tokens") from None
    return int(amount)


def tokens(amount: int) -> str:
    """Wei as tokens, the inverse of `wei`: no digit is lost."""
    whole, part = divmod(amount, _WEI)
    return f"{whole}.{part:018}".rstrip("0").rstrip(".")


def checked_address(text: str) -> str:
    """That address with its checksum. Raises `ValueError` where it is none, or mistyped."""
    if not is_address(text) or not text.startswith("0x"):
        raise ValueError(f"{text} is not an address: 0x and 40 hex digits")
    return str(to_checksum_address(_somebody(text)))


def _somebody(address: str) -> str:
    if is_same_address(address, NOBODY):
        raise ValueError("the zero address is nobody")
    if is_checksum_formatted_address(address) and not is_checksum_address(address):
        raise ValueError(f"{address} is mistyped: its checksum does not fit")
    return address


_AsTokens = PlainSerializer(tokens, when_used="json")

# Wide enough for the Solidity type of the same number of bits.
Tokens76 = Annotated[int, BeforeValidator(wei), Field(lt=2**76), _AsTokens]
Tokens80 = Annotated[int, BeforeValidator(wei), Field(lt=2**80), _AsTokens]
Tokens96 = Annotated[int, BeforeValidator(wei), Field(lt=2**96), _AsTokens]
Tokens128 = Annotated[int, BeforeValidator(wei), Field(lt=2**128), _AsTokens]
Share = Annotated[int, Field(ge=0, le=ALL)]
Weight = Annotated[int, Field(ge=0, lt=2**16)]
Seconds = Annotated[int, Field(ge=0, lt=2**32)]
Somebody = Annotated[Address, AfterValidator(_somebody)]


class Part(BaseModel):
    """A part of a profile; its fields are in camelCase in JSON, as in Solidity."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)
