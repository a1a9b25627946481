"""What each operator committed to and revealed in a round."""

from frontend_api.documents.reader import Pinned
from frontend_api.projection.tables import Sheet
from frontend_api.rounds import queries
from frontend_api.rounds.evidence import decoded, sheet_of
from frontend_api.rounds.schemas import SheetOut
from frontend_api.web.paging import Page
from frontend_api.web.view import View
from oracle.domain import ScoreSheet
from oracle.ipfs.cid import to_base32


def read_sheets(view: View, round_id: int) -> Page[SheetOut]:
    """One item per operator that was asked, by member number. Raises a 404."""
    queries.get_round(view, round_id)
    size = len(queries.entries_of(view, round_id))
    rows = queries.sheets_of(view, round_id)
    return Page(items=[_sheet(view, row, size) for row in rows])


def _sheet(view: View, row: Sheet, size: int) -> SheetOut:
    numbers = decoded(row, size)
    return SheetOut(
        **row.model_dump(exclude={"round_id", "block_number"}),
        criteria=[list(each) for each in numbers.criteria] if numbers else None,
        ballots=list(numbers.ballots) if numbers else None,
        sheet=_pinned(view, row, size, numbers.digest) if numbers else None,
        final=view.is_final(row.block_number),
    )


def _pinned(view: View, row: Sheet, size: int, digest: str) -> Pinned[ScoreSheet]:
    found = sheet_of(view, row, size)
    return Pinned(
        digest=digest, cid=to_base32(digest), document=found.document, problem=found.problem
    )
