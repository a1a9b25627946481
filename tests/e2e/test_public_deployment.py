"""A deployment as on a public network: a chain with mainnet's id, and an account of a keystore."""

import json
import os

import pytest
from eth_account import Account
from web3 import Web3

from scripts._demo.stage import ape
from scripts._deployment.profile import FOLDER
from tests.anvil import running_anvil
from tests.e2e.ape_commands import keystore, run


# Five commands, each of which loads Ape anew.
@pytest.mark.timeout(900)
def test_deploy__public_network__says_its_cost_asks_and_is_verified(tmp_path):
    deployer = Account.create()
    profile = json.loads((FOLDER / "mainnet.json").read_text())
    profile["token"]["allocation"] = [{"account": "0x" + "aa" * 20, "amount": "40000000"}]
    profile["committee"]["operators"] = ["0x" + f"{n:02}" * 20 for n in (11, 22, 33, 44)]
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(profile))
    manifest = tmp_path / "1.json"
    options = ("--chain-id", "1", "--block-time", "1", "--mixed-mining")
    with running_anvil(*options) as url:
        w3 = Web3(Web3.HTTPProvider(url))
        settings = {
            **os.environ,
            **keystore(tmp_path / "ape", "deployer", deployer.key),
            "TROUPE_DEPLOYMENTS": str(tmp_path),
            "TROUPE_BLOCKS": str(tmp_path / "blocks.sqlite"),
        }

        def command(script: str, *words: str) -> list[str]:
            program = ape(script)[0]
            return [program, "run", script, "--network", f"ethereum:mainnet:{url}", *words]

        words = ("--account", "deployer", "--profile", str(file))
        poor = run(command("deploy", *words, "--dry-run"), settings)
        assert poor.returncode == 1
        assert "that is more than" in poor.stderr

        w3.provider.make_request("anvil_setBalance", [deployer.address, hex(10**20)])
        dry = run(command("deploy", *words, "--dry-run"), settings)
        assert dry.returncode == 0, dry.stdout + dry.stderr
        assert "47 transactions, about " in dry.stdout
        assert not manifest.exists()
        refused = run(command("deploy", *words), settings, "n\n")
        assert refused.returncode == 1
        assert w3.eth.get_transaction_count(deployer.address) == 0

        done = run(command("deploy", *words), settings, "y\n")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "47/47 renounce the timelock" in done.stdout
        last = w3.eth.get_transaction_count(deployer.address)
        assert last == 47
        assert json.loads(manifest.read_text())["complete"]
        verified = run(command("verify", "--profile", str(file)), settings)
        assert verified.returncode == 0, verified.stdout + verified.stderr
