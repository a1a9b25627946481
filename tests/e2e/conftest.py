"""The whole of Troupe on loopback: chain, contracts, operators, projection and API, all real."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property

import pytest
from web3.logs import DISCARD

from oracle.domain import Brief, Platform
from scripts._demo.people import OPERATORS, PROPOSER, People, write_keystore
from tests.stage import Stage, deployed
from tests.wait import PATIENCE_S, PATIENT_CHECK

# Long, for slow machines: tests jump to the end of a window once what they wait for has happened.
WINDOWS = {"leader": 120, "entry": 600, "vote": 600, "reveal": 600}


class Troupe(Stage):
    """A deployed Troupe; its operators are started by the tests."""

    @cached_property
    def people(self) -> People:
        """The test accounts by their roles."""
        return People(self.w3, self.deployment)

    def start_operator(self, index: int, *command: str, **settings: str) -> None:
        """Start an operator process with the key of that test account; `oracle run` by default."""
        line = [sys.executable, *(command or ("-m", "oracle", "run"))]
        self.processes.start(f"operator {index}", line, **self.key_of(index) | settings)

    def key_of(self, index: int) -> dict[str, str]:
        """The settings of the operator with that test account's key."""
        keystore = self.folder / f"operator-{index}.json"
        if not keystore.exists():
            write_keystore(self.folder, index)
        return {
            "TROUPE_KEYSTORE": str(keystore),
            "TROUPE_PASSPHRASE_FILE": str(keystore.with_suffix(".pass")),
            "TROUPE_DATABASE": str(self.folder / f"operator-{index}.sqlite"),
        }

    def oracle(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the oracle to its end."""
        return self._ended(("-m", "oracle", *command), settings)

    def check(self, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `oracle check` to its end, with more patience than people have who type it."""
        return self._ended(PATIENT_CHECK, settings)

    def _ended(
        self, arguments: Sequence[str], settings: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env={**self.processes.environment, **settings},
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE_S,
            check=False,
        )

    def propose(self, brief: Brief | str, platform: Platform = Platform.LINKEDIN) -> int:
        """Open a round with all five personas; a brief, or a digest that nobody pinned."""
        digest = brief if isinstance(brief, str) else self.blocks.put(brief.to_bytes())
        bounty = 100 * 10**18
        proposer = self.address(PROPOSER)
        self.send(self.token.functions.approve(self.rounds.address, bounty), proposer)
        call = self.rounds.functions.propose(digest, int(platform), [1, 2, 3, 4, 5], bounty)
        proposed = self.rounds.events.GenerationProposed()
        (event,) = proposed.process_receipt(self.send(call, proposer), errors=DISCARD)
        return int(event["args"]["roundId"])

    def state(self, round_id: int) -> int:
        """A round's state on chain."""
        return int(self.rounds.functions.round(round_id).call().state)

    def logs(self, event: str, round_id: int) -> list:
        """The events of that name about a round, of whichever contract has it."""
        source = self.rounds if hasattr(self.rounds.events, event) else self.committee
        subject = "roundId" if source is self.rounds else "questionId"
        key = round_id if source is self.rounds else self.question(round_id)
        filters = {subject: key}
        return list(source.events[event]().get_logs(from_block=0, argument_filters=filters))

    def end_voting(self, round_id: int, operators: int) -> None:
        """Once so many operators have committed, jump to the reveal window."""
        self.wait(lambda: len(self.logs("Committed", round_id)) == operators, "commits")
        (entries,) = self.logs("EntriesSubmitted", round_id)
        self.jump_to(entries["args"]["voteEnd"])

    def end_revealing(self, round_id: int, operators: int) -> None:
        """Once so many operators have revealed, jump to the end of the reveal window."""
        self.wait(lambda: len(self.logs("Revealed", round_id)) == operators, "reveals")
        (entries,) = self.logs("EntriesSubmitted", round_id)
        self.jump_to(entries["args"]["revealEnd"])

    def jump_to(self, timestamp: int) -> None:
        """Let the chain's latest block have at least that time."""
        ahead = timestamp - self.w3.eth.get_block("latest")["timestamp"]
        if ahead > 0:
            self.travel(ahead)


@pytest.fixture(scope="module")
def bare_troupe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troupe]:
    """Chain and contracts, nobody bonded, no process running yet; a block a second."""
    with deployed(Troupe, tmp_path_factory.mktemp("troupe"), **WINDOWS) as troupe:
        troupe.people.delegate()
        troupe.tick()
        yield troupe


@pytest.fixture(scope="module")
def troupe(bare_troupe: Troupe) -> Troupe:
    """The whole of it, with three operators and the web service; leave it as you found it."""
    bare_troupe.people.bond_operators()
    for index in OPERATORS:
        bare_troupe.start_operator(index)
    bare_troupe.serve()
    return bare_troupe
