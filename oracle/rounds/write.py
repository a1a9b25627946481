"""From a generation proposal to its manifest: every persona writes, and provenance is kept."""

from collections.abc import Sequence

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from pydantic import ValidationError

from oracle.documents import read_document
from oracle.domain import (
    MAX_DOCUMENT_BYTES,
    MAX_REASON,
    MAX_ROSTER,
    Brief,
    Card,
    EngineInfo,
    Entry,
    Manifest,
    Platform,
)
from oracle.errors import Permanent
from oracle.ports import (
    BlockStore,
    Proposal,
    RosterPersona,
    RoundChain,
    TextEngine,
    WriteRequest,
    Written,
)
from oracle.printable import one_line

# Sixteen of them, 64 digests of history and what else a manifest says are one document.
_MAX_ENTRY_BYTES = (MAX_DOCUMENT_BYTES - 8 * 1024) // MAX_ROSTER


def entry_seed(chain: RoundChain, proposal: Proposal, persona_id: int) -> str:
    """keccak256(abi.encode(chainid, rounds, roundId, personaId, block hash of the proposal)).

    Nobody can choose it: it is fixed by the block in which the generation proposal was mined.
    """
    values = (
        chain.chain_id,
        chain.rounds,
        proposal.round_id,
        persona_id,
        bytes.fromhex(proposal.block_hash[2:]),
    )
    types = ("uint256", "address", "uint256", "uint256", "bytes32")
    return "0x" + keccak(encode(types, values)).hex()


def write_manifest(
    proposal: Proposal,
    chain: RoundChain,
    blocks: BlockStore,
    engine: TextEngine,
    history: Sequence[str],
    *,
    operator: str,
) -> Manifest:
    """The manifest of a round, its entries written by `engine` in one batch for the `operator`.

    Raises `Transient` where a document is missing or the engine does not answer, `Permanent`
    where the brief or a card is malformed or the platform unknown.
    """
    requests = _requests(proposal, chain, blocks)
    profile = chain.scoring_profile(proposal.parameters_version)
    info = engine.info()
    # Nothing after this may fail for now: a model is not asked twice.
    written = engine.write(requests)
    entries = tuple(
        _entry(persona, request, result, info)
        for persona, request, result in zip(proposal.roster, requests, written, strict=True)
    )
    return Manifest(
        chain_id=chain.chain_id,
        rounds=chain.rounds,
        round_id=proposal.round_id,
        brief=proposal.brief,
        platform=_platform_of(proposal),
        scoring_profile=profile,
        operator=operator,
        entries=entries,
        history=tuple(history),
    )


def _requests(proposal: Proposal, chain: RoundChain, blocks: BlockStore) -> list[WriteRequest]:
    brief = read_document(blocks, Brief, proposal.brief)
    platform = _platform_of(proposal)
    return [
        WriteRequest(
            persona_id=persona.persona_id,
            card=read_document(blocks, Card, persona.card),
            brief=brief,
            platform=platform,
            seed=entry_seed(chain, proposal, persona.persona_id),
        )
        for persona in proposal.roster
    ]


def _platform_of(proposal: Proposal) -> Platform:
    """The proposal's platform. Raises `Permanent` if its number is none."""
    try:
        return Platform(proposal.platform)
    except ValueError:
        raise Permanent(f"round {proposal.round_id}: no platform {proposal.platform}") from None


def _entry(
    persona: RosterPersona, request: WriteRequest, written: Written, info: EngineInfo
) -> Entry:
    common = {
        "persona_id": request.persona_id,
        "card": persona.card,
        "model": persona.model,
        "seed": request.seed,
        "engine": written.engine or info,
        "attempts": written.attempts,
        "note": one_line(written.note, MAX_REASON),
        "prompt": written.prompt,
        "sampling": written.sampling,
    }
    if written.failure is not None:
        return Entry(text="", failure=one_line(written.failure, MAX_REASON), **common)
    try:
        entry = Entry(text=written.text, quotes=written.quotes, unused=written.unused, **common)
    except ValidationError as error:
        reason = f"the engine's text was refused: {error.errors(include_input=False)[0]['msg']}"
        return Entry(text="", failure=one_line(reason, MAX_REASON), **common)
    if (size := len(entry.model_dump_json().encode())) > _MAX_ENTRY_BYTES:
        reason = f"the engine's text takes {size} bytes, over {_MAX_ENTRY_BYTES}"
        return Entry(text="", failure=reason, **common)
    return entry
