"""Troupe on a chain of its own, and Ape's commands as somebody types them."""

import json
import subprocess
from pathlib import Path
from typing import Any

from eth_account import Account

from scripts._demo.stage import ape
from tests.stage import Stage

# Hours, so that only a test's own time travel ends them.
DELAYS = {"timelockDelay": 3_600, "votingDelay": 3_600, "votingPeriod": 3_600}
WINDOWS = {"leaderWindow": 3_600, "entryWindow": 7_200, "voteWindow": 3_600}


class Office(Stage):
    """The contracts with long delays of governance, and long windows of rounds."""

    def deploy(self, **windows: int) -> None:
        """Deploy by a profile of its own; it takes no other windows."""
        assert not windows
        whole_round = {"activationDelay": 24 * 3_600}  # at least that
        self.deploy_by(governor=DELAYS, rounds=WINDOWS, contributions=whole_round)
        self.governor = self.contract("TroupeGovernor")
        self.contributions = self.contract("ContributionNFT")

    def ape(self, script: str, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run an `ape run` command to its end."""
        return run(ape(script, *words), self.processes.environment | settings)

    def says(self, script: str, *words: str, **settings: str) -> str:
        """What a command says that succeeds."""
        result = self.ape(script, *words, **settings)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def refuses(self, script: str, *words: str, **settings: str) -> str:
        """The one line with which a command ends that fails."""
        result = self.ape(script, *words, **settings)
        assert result.returncode == 1, result.stdout + result.stderr
        assert "Traceback" not in result.stdout + result.stderr
        return result.stderr.strip().splitlines()[-1]

    def nonce(self, index: int) -> int:
        """How many transactions an account has sent."""
        return self.w3.eth.get_transaction_count(self.w3.eth.accounts[index])


def run(
    command: list[str], environment: dict[str, str], answer: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command line to its end, typing `answer`."""
    return subprocess.run(
        command,
        env=environment,
        input=answer,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def keystore(folder: Path, alias: str, key: Any) -> dict[str, str]:
    """The settings with which Ape has an account of that alias, and signs for it unasked."""
    (folder / "accounts").mkdir(parents=True, exist_ok=True)
    # PBKDF2 with few rounds: a test should not spend seconds on it.
    content = Account.encrypt(key, "a passphrase", kdf="pbkdf2", iterations=1_000)
    (folder / "accounts" / f"{alias}.json").write_text(json.dumps(content))
    return {"APE_DATA_FOLDER": str(folder), f"APE_ACCOUNTS_{alias}_PASSPHRASE": "a passphrase"}
