"""Preflight: whether an operator is ready, line by line, each with its remedy."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from pydantic import SecretStr
from web3 import Web3

from oracle.app import make_evaluator, make_scanner
from oracle.chain.contracts import contract
from oracle.chain.deployment import Deployment, load_deployment
from oracle.chain.node import connect, hex_of, newest_at, node_errors, troubled
from oracle.documents import read_document
from oracle.domain import ScoringProfile, digest_of
from oracle.embeddings.kept import kept_embedder
from oracle.engines.opening import open_asker, open_engine
from oracle.errors import Fatal, Permanent, TroupeError
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.opening import make_kubo, make_service
from oracle.ports import Signer
from oracle.rounds.judging import unable
from oracle.scoring.rules import read_rules
from oracle.settings import Settings
from oracle.signers.opening import open_signer
from oracle.store.address import shown
from oracle.store.operator import open_operator_store
from oracle.work.threads import DaemonThreads
from oracle.workers.broker import count_workers

LOW_BALANCE = 2 * 10**16
"""In wei; with less, the alert LowGas goes off."""
_PATIENCE_S = 20.0
_LOCAL_CHAINS = (1337, 31337)


@dataclass(frozen=True)
class Line:
    """One check: what was looked at, whether it is right, what was found or is to be done."""

    name: str
    ok: bool
    says: str


def checks(settings: Settings) -> Iterator[Line]:
    """Every check, all at once, for at most 20 seconds; one that fails or hangs stops no other.

    A trouble that several have in common is said once. What hangs is left alone, and keeps no
    process from ending.
    """
    probe = _Probe(settings)
    looks: dict[str, Callable[[], str]] = {
        "deployment": probe.deployment,
        "node": probe.node,
        "key": probe.key,
        "gas money": probe.balance,
        "bond": probe.bond,
        "database": probe.database,
        "block store": probe.blocks,
        "gateways": probe.gateways,
        "scoring profile": probe.profile,
        "judge": probe.judge,
        "reviews": probe.reviews,
        "training": probe.training,
        "text engine": probe.engine,
    }
    if settings.pinning_url is not None:
        looks["pinning service"] = probe.pinning
    if settings.executor == "celery":
        looks["workers"] = probe.workers
    threads = DaemonThreads("check", len(looks))
    deadline, told = time.monotonic() + _PATIENCE_S, dict[str, str]()
    for name, future in {name: threads.submit(look) for name, look in looks.items()}.items():
        yield _line(name, future, deadline, told)


def _line(name: str, found: Future[str], deadline: float, told: dict[str, str]) -> Line:
    try:
        return Line(name, True, found.result(max(deadline - time.monotonic(), 0)))
    except TimeoutError:
        return Line(name, False, f"no answer in {_PATIENCE_S:.0f} s: is it up, and its URL right?")
    except TroupeError as error:
        first = told.setdefault(str(error), name)
        return Line(name, False, str(error) if first == name else f"see {first}")
    except Exception as error:  # noqa: BLE001  no other line may be lost for it
        return Line(name, False, f"unexpected: {error!r}")


class _Probe:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _w3(self) -> Web3:
        settings = self._settings
        return connect(settings.rpc_url, settings.rpc_fallbacks, chain=self._deployment())

    def deployment(self) -> str:
        found = self._deployment()
        return f"{len(found.contracts)} contracts on chain {found.chain_id}"

    def node(self) -> str:
        make_scanner(self._w3, self._deployment(), self._settings).check()
        number = newest_at(self._w3, 0).number
        newest_at(self._w3, self._settings.depth)
        bad = troubled(self._w3)
        says = "; ".join((f"block {number}", *(str(endpoint.trouble) for endpoint in bad)))
        if any(endpoint.wrong_chain for endpoint in bad):
            raise Fatal(says)
        return says

    def key(self) -> str:
        with closing(self._signer()) as signer:
            return f"{signer.address}, {signer.place}"

    def balance(self) -> str:
        with node_errors():
            wei = self._w3.eth.get_balance(self._w3.to_checksum_address(self._operator()))
        if wei < LOW_BALANCE:
            raise Fatal(f"{wei / 10**18:.4f} coins: send at least {LOW_BALANCE / 10**18} more")
        return f"{wei / 10**18:.4f} coins"

    def bond(self) -> str:
        committee = contract(self._w3, self._deployment(), "OracleCommittee")
        operator = self._operator()
        with node_errors():
            bonded = committee.functions.bondOf(operator).call()
            least = committee.functions.minBond().call()
            eligible = committee.functions.isEligible(operator).call()
        if not eligible:
            raise Fatal(
                f"bonded {bonded / 10**18:g} of at least {least / 10**18:g}, and not eligible: "
                "have governance add the operator, then run `ape run bond`"
            )
        return f"{bonded / 10**18:g} tokens, eligible"

    def database(self) -> str:
        engine = open_operator_store(self._settings.database.get_secret_value())
        engine.dispose()
        return shown(engine.url)

    def blocks(self) -> str:
        data = b"troupe check"
        with self._store() as store:
            if store.get(store.put(data)) != data:
                raise Fatal("it does not give back what was put into it")
            says = f"{self._settings.blocks} ({digest_of(data)[:10]}… written and read)"
            if (kubo := make_kubo(self._settings)) is None:
                return says
            with closing(kubo):
                cid = Cid.of(RAW, data)
                kubo.keep([cid], store.block)
                kubo.fetch(cid, len(data))
                return f"{says}, copies in Kubo {kubo.version()}"

    def pinning(self) -> str:
        service = make_service(self._settings, None)
        assert service is not None
        with closing(service):
            service.check()
        if self._settings.ipfs == "kubo":
            return f"{service.host} takes the token"
        return f"{service.host} takes the token, but can fetch only what a node serves: see Kubo"

    def gateways(self) -> str:
        alone = not self._settings.gateways and self._settings.ipfs == "embedded"
        if alone and self._settings.chain_id not in _LOCAL_CHAINS:
            raise Fatal("none, so other operators' manifests can't be read: set TROUPE_GATEWAYS")
        return f"{len(self._settings.gateways)} beside the block store"

    def profile(self) -> str:
        with self._store() as store:
            profile = read_rules(store, self._deployment().scoring_profile, kept_embedder).profile
        return f"“{profile.name}” {profile.digest[:10]}…"

    def judge(self) -> str:
        with self._store() as store:
            profile = read_document(store, ScoringProfile, self._deployment().scoring_profile)
        if profile.judge is None:
            return "the scoring profile names none"
        asker = open_asker(self._settings)
        why = unable(profile, asker)
        if asker is not None:
            asker.close()
        if why:
            raise Fatal(f"{why}; until then rounds that this operator leads go without a judge")
        return f"{profile.judge.model}, {profile.judge.weight:.0%} beside each persona's taste"

    def reviews(self) -> str:
        contributions = contract(self._w3, self._deployment(), "ContributionNFT")
        with node_errors():
            version = contributions.functions.currentVersion().call()
            rules = contributions.functions.parameters(version).call()
        with self._store() as store:
            profile = read_rules(store, hex_of(rules.scoringProfile), kept_embedder).profile
        return (
            f"parameters {version}, by “{profile.name}” {profile.digest[:10]}…; "
            f"{rules.reviewFee / 10**18:g} tokens for a contribution"
        )

    def training(self) -> str:
        self._deployment().address("TrainingJobs")
        if make_evaluator() is None:
            return "no evaluator, so this operator abstains from its questions (no fee, no penalty)"
        return "evaluates models"

    def engine(self) -> str:
        with closing(open_engine(self._settings)) as engine:
            info = engine.info()
        kind = "built-in writer, no language model loaded" if info.built_in else info.model
        return f"{info.name} {info.version}: {kind}"

    def workers(self) -> str:
        url = self._settings.broker_url or SecretStr("")
        found = count_workers(url.get_secret_value())
        if not found:
            raise Fatal("RabbitMQ answers, and no worker waits: start `python -m oracle worker`")
        return f"{found} waiting at RabbitMQ"

    def _store(self) -> EmbeddedStore:
        return EmbeddedStore(self._settings.blocks, self._settings.gateways)

    def _deployment(self) -> Deployment:
        return load_deployment(self._settings.deployments, self._settings.chain_id)

    def _operator(self) -> str:
        with closing(self._signer()) as signer:
            return signer.address

    def _signer(self) -> Signer:
        signer = open_signer(self._settings)
        if signer is None:
            raise Permanent(
                "none, so `run` is a dry run: set TROUPE_KEYSTORE, or TROUPE_SIGNER_URL"
            )
        return signer
