"""What an audit of a round found, as data and as lines."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from oracle.rounds.compare import Finding

_MOST_SHOWN = 10


@dataclass(frozen=True)
class Replay:
    """Digests of the round's manifest, of its scoring profile and of our sheet, and the findings.

    `rejected` is why every entry scores 0, where the manifest is not the round's.
    """

    round_id: int
    manifest: str
    scoring_profile: str
    sheet: str
    rejected: str | None
    findings: tuple[Finding, ...]

    @property
    def status(self) -> int:
        """0 all equal, 1 something differs, 2 nothing was revealed that could be compared."""
        if any(each.verdict == "differs" for each in self.findings):
            return 1
        told = any(each.kind == "operator" and each.verdict == "equal" for each in self.findings)
        return 0 if told else 2

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self) | {"status": self.status}

    def lines(self) -> Iterator[str]:
        """The same for people to read; of many differences the first ten."""
        yield f"round {self.round_id}: manifest {self.manifest}, our sheet {self.sheet}"
        if self.rejected is not None:
            yield f"every entry scores 0: {self.rejected}"
        for each in self.findings:
            yield f"{each.verdict:12} {each.kind} {each.about}: {each.says}"
            for one in each.differences[:_MOST_SHOWN]:
                persona = "" if one.persona is None else f"persona {one.persona}, "
                yield f"{'':14}{persona}{one.what}: theirs {one.theirs}, ours {one.ours}"
            if rest := len(each.differences[_MOST_SHOWN:]):
                yield f"{'':14}and {rest} more: see --json"
