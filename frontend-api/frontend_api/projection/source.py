"""The node as the projection sees it: its scanner, its newest blocks, and the token's name."""

from collections.abc import Mapping
from typing import Any

from web3 import Web3
from web3.contract import Contract

from frontend_api.projection.contracts import EVENTS, event_abi
from frontend_api.projection.intake import Intake
from frontend_api.projection.words import ZERO_ADDRESS
from frontend_api.settings import Settings
from oracle.chain.deployment import Deployment, load_abi, load_deployment
from oracle.chain.node import chain_id_of, connect, newest_at, node_errors
from oracle.chain.scanner import Batch, BlockRef, Reorg, Scanner


class Source:
    """One deployment on one node. Raises `Fatal` where the node's chain is not the deployment's,
    `Transient` where the node does not answer."""

    def __init__(self, settings: Settings) -> None:
        urls = settings.rpc_url, settings.rpc_fallbacks
        self.deployment = load_deployment(settings.deployments, chain_id_of(connect(*urls)))
        self._w3 = connect(*urls, chain=self.deployment)
        self._vaults: dict[str, int] = {}
        self._scanner = _scanner(self._w3, self.deployment)
        self._scanner.check()
        self.token = _token(self._w3, self.deployment.address("RewardToken"))
        self.intake = _intake(self.deployment, self._vaults)
        self._assets = _assets(self._w3, self.deployment.address("RevenueFactory"))

    def watch(self, vaults: Mapping[str, int]) -> bool:
        """Read these vaults of personas too; whether any of them is new."""
        new = vaults.keys() - self._vaults.keys()
        for vault in new:
            self._scanner.watch(vault, event_abi("RevenueVault"))
        self._vaults |= vaults
        return bool(new)

    def step(self, recent: list[BlockRef]) -> Batch | Reorg | None:
        """What comes next (see `Scanner.step`), with the events of vaults it tells of."""
        step = self._scanner.step(recent)
        while isinstance(step, Batch) and self.watch(_vaults(step)):
            step = self._scanner.step(recent)
        return step

    def newest(self) -> tuple[dict[str, Any], int]:
        """The head as number, hash and time, and the number of the finalized block."""
        head, finalized = newest_at(self._w3, 0), newest_at(self._w3, "finalized")
        return {
            "number": head.number,
            "hash": head.hash,
            "time": head.timestamp,
        }, finalized.number

    def treasury(self) -> dict[str, str]:
        """What the timelock has now of each asset that vaults take, by its address."""
        timelock = Web3.to_checksum_address(self.deployment.address("Timelock"))
        with node_errors():
            return {
                asset: str(
                    self._w3.eth.get_balance(timelock)
                    if asset == ZERO_ADDRESS
                    else self._token(asset).functions.balanceOf(timelock).call()
                )
                for asset in self._assets
            }

    def _token(self, address: str) -> Contract:
        return self._w3.eth.contract(Web3.to_checksum_address(address), abi=load_abi("RewardToken"))


def _scanner(w3: Web3, deployment: Deployment) -> Scanner:
    contracts = {
        deployment.address(name): event_abi(name) for name in EVENTS if name != "RevenueVault"
    }
    return Scanner(
        w3,
        deployment.chain_id,
        deployment.genesis_hash,
        contracts,
        depth=0,
        start_block=deployment.start_block,
    )


def _intake(deployment: Deployment, vaults: Mapping[str, int]) -> Intake:
    names: dict[str, str] = {
        Web3.to_checksum_address(deployment.address(name)): name
        for name in EVENTS
        if name != "RevenueVault"
    }
    return Intake(names, vaults, deployment.address("GenerationRounds"))


def _vaults(batch: Batch) -> dict[str, int]:
    registered = (event.args for event in batch.events if event.name == "PersonaRegistered")
    return {args["vault"]: args["personaId"] for args in registered}


def _assets(w3: Web3, factory: str) -> list[str]:
    contract = w3.eth.contract(Web3.to_checksum_address(factory), abi=load_abi("RevenueFactory"))
    with node_errors():
        return list(contract.functions.assets().call())


def _token(w3: Web3, address: str) -> dict[str, Any]:
    token = w3.eth.contract(Web3.to_checksum_address(address), abi=load_abi("RewardToken"))
    with node_errors():
        return {
            "address": Web3.to_checksum_address(address),
            "name": token.functions.name().call(),
            "symbol": token.functions.symbol().call(),
            "decimals": token.functions.decimals().call(),
        }
