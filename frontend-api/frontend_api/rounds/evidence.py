"""A round's pinned manifest and sheets: read, and held against what the chain says of them."""

from collections.abc import Sequence

from frontend_api.documents.reader import Found
from frontend_api.projection.tables import Round, Sheet
from frontend_api.web.view import View
from oracle.domain import Criterion, Manifest, ScoreSheet
from oracle.scoring.payload import DecodedSheet, decode_payload


def manifest_of(view: View, row: Round, roster: Sequence[int]) -> Found[Manifest]:
    """The manifest of a round with these personas; nothing before entries are in, or where it is of
    another round."""
    if row.manifest is None:
        return Found(None, None)
    found = view.documents.find(Manifest, row.manifest)
    if found.document and not _is_of(found.document, view, row, roster):
        return Found(None, "the manifest is of another round")
    return found


def decoded(sheet: Sheet, size: int) -> DecodedSheet | None:
    """What an operator revealed of `size` entries; the contract checked it."""
    return decode_payload(bytes.fromhex(sheet.payload[2:]), size) if sheet.payload else None


def sheet_of(view: View, sheet: Sheet, size: int) -> Found[ScoreSheet]:
    """The pinned sheet behind a reveal; nothing before it, or where it says something else."""
    numbers = decoded(sheet, size)
    if numbers is None:
        return Found(None, None)
    found = view.documents.find(ScoreSheet, numbers.digest)
    if found.document and not _says(found.document, numbers):
        return Found(None, "the pinned sheet is not what was revealed")
    return found


def _is_of(manifest: Manifest, view: View, row: Round, roster: Sequence[int]) -> bool:
    deployment = view.status.deployment
    rounds = deployment["contracts"]["GenerationRounds"]["address"]
    named = (manifest.chain_id, manifest.rounds.lower(), manifest.round_id, manifest.brief)
    personas = [entry.persona_id for entry in manifest.entries]
    return (
        named == (deployment["chain_id"], rounds.lower(), row.id, row.brief)
        and manifest.platform == row.platform
        and personas == list(roster)
    )


def _says(sheet: ScoreSheet, numbers: DecodedSheet) -> bool:
    rows = (
        tuple(scores.criteria[c].value for c in Criterion if c in scores.criteria)
        for scores in sheet.entries
    )
    return tuple(rows) == numbers.criteria and (
        tuple(ballot.entry for ballot in sheet.ballots) == numbers.ballots
    )
