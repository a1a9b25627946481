"""The composition root: from settings to a running operator."""

import logging
from collections import Counter
from dataclasses import dataclass
from math import ceil
from threading import Event as Flag

from pydantic import SecretStr
from sqlalchemy import Engine
from web3 import Web3

from oracle.chain.committee import ChainCommittee
from oracle.chain.contracts import contract
from oracle.chain.deployment import FOLLOWED, Deployment, load_abi, load_deployment
from oracle.chain.heads import heads
from oracle.chain.ingest import catch_up
from oracle.chain.node import connect
from oracle.chain.reviews import ChainReviews
from oracle.chain.rounds import ChainRounds
from oracle.chain.scanner import Scanner
from oracle.chain.sender import Sender
from oracle.domain import MAX_ROSTER
from oracle.embeddings.kept import kept_embedder
from oracle.engines.opening import open_asker, open_engine
from oracle.ipfs.opening import open_content
from oracle.judging.judge import Asker
from oracle.ports import (
    Answerer,
    BlockStore,
    Executor,
    QuestionStore,
    ReviewStore,
    RoundStore,
    TextEngine,
    TrainingEvaluator,
)
from oracle.questions.answering import Answering
from oracle.questions.operator import QuestionOperator, QuestionParts
from oracle.reviews.answer import ReviewAnswerer
from oracle.reviews.operator import ReviewOperator, ReviewParts
from oracle.rounds.answer import RoundAnswerer
from oracle.rounds.operator import RoundOperator, RoundParts
from oracle.rounds.writing import RoundWriter
from oracle.settings import Settings
from oracle.signers.opening import open_signer
from oracle.store.assignments import StoredAssignments
from oracle.store.lock import lock_operator
from oracle.store.operator import bind, open_operator_store
from oracle.store.questions import StoredQuestions
from oracle.store.reviews import StoredReviews
from oracle.store.rounds import StoredRounds
from oracle.telemetry.head import HeadReader
from oracle.telemetry.measured import MeasuredEngine, count_node_errors, measured_works
from oracle.telemetry.metrics import OperatorMetrics
from oracle.telemetry.watch import Watch
from oracle.telemetry.watched import WatchedOperator
from oracle.training.answer import TrainingAnswerer
from oracle.work.background import Background
from oracle.work.executor import ThreadExecutor, Works
from oracle.work.parts import Parts
from oracle.workers.executor import CeleryExecutor

log = logging.getLogger(__name__)

_LONGEST_READING_S = 10.0  # before all else has its turn again


class Operator:
    """One operator process: reads final logs, takes what steps are due, follows what it sent."""

    def __init__(self, settings: Settings) -> None:
        """Raises `Fatal` where the settings, the deployment, the key or a database are wrong,
        `Transient` where an external signer does not answer.
        """
        self._settings = settings
        self._deployment = load_deployment(settings.deployments, settings.chain_id)
        self._signer = open_signer(settings)
        self._w3 = connect(settings.rpc_url, settings.rpc_fallbacks, chain=self._deployment)
        self._database = open_operator_store(settings.database.get_secret_value())
        self._lock = lock_operator(self._database)
        rounds = self._deployment.address("GenerationRounds")
        bind(self._database, self._deployment.chain_id, rounds)
        self._blocks = open_content(settings)
        self._scanner = make_scanner(self._w3, self._deployment, settings)
        self._metrics = OperatorMetrics()
        count_node_errors(self._w3, self._metrics)
        self._engine = MeasuredEngine(open_engine(settings), self._metrics)
        self._asker = open_asker(settings)
        self._sender = self._make_sender()
        self._committee = ChainCommittee(self._w3, self._deployment, self._signer, self._sender)
        stores = open_stores(self._database, self._deployment.chain_id)
        works = make_works(
            self._w3, self._deployment, stores, self._blocks, self._engine, self._asker
        )
        measured = measured_works(works, self._metrics)
        executors = make_executors(settings, measured, self._database)
        self._backgrounds = [Background(each) for each in executors]
        self._operators = self._make_operators(stores, *self._backgrounds)
        self._parts, self._behind = Parts(log), False
        self._watched = self._make_watched()
        self._watch = Watch(settings, settings.health_port, self._watched)
        if self._signer is not None:
            log.info("operator %s on chain %d", self._signer.address, self._deployment.chain_id)
        else:
            log.warning("no key, so a dry run: nothing will be sent; see TROUPE_KEYSTORE")

    def run(self, stop: Flag) -> None:
        """Work until `stop` is set. Raises `Fatal` where going on is not safe."""
        ws_url = self._settings.ws_url
        with heads(None if ws_url is None else str(ws_url), stop) as bell:
            while not stop.is_set():
                self.tick()
                bell.wait(self._settings.poll_seconds)

    def once(self) -> bool:
        """Do all that is due now, entries that have to be written included; as `tick`."""
        whole = self.tick()
        while any(each.wait() for each in self._backgrounds) or self._behind:
            whole = self.tick()
        return whole

    def tick(self) -> bool:
        """One look at the chain; what does not answer now is asked again at the next.

        Whether everything answered that a look needs: database, node, signer.
        """
        if not self._parts.do(self._lock.check):
            return False
        work = [each.tick for each in self._operators]
        done = [self._parts.do(part) for part in (self._ingest, self._follow, *work)]
        if all(done):
            self._watched.beat()
        return all(done)

    def close(self) -> None:
        """Let go of databases, connections and threads."""
        self._watch.close()
        for background in self._backgrounds:
            background.close()
        self._engine.close()
        if self._asker is not None:
            self._asker.close()
        self._blocks.close()
        if self._signer is not None:
            self._signer.close()
        self._lock.close()
        self._database.dispose()

    def _ingest(self) -> None:
        self._behind = False
        self._behind = catch_up(
            self._database, self._scanner, _LONGEST_READING_S, self._watched.ingested
        )

    def _follow(self) -> None:
        if self._sender is not None:
            self._sender.poll()

    def _make_sender(self) -> Sender | None:
        if self._signer is None:
            return None
        return Sender(
            self._w3,
            self._signer,
            self._database,
            [load_abi(name) for name in (*FOLLOWED, "RevenueVault", "RewardToken")],
            chain_id=self._deployment.chain_id,
            fee_cap=self._settings.fee_cap,
            depth=self._settings.depth,
        )

    def _make_watched(self) -> WatchedOperator:
        head = HeadReader(
            w3=self._w3,
            chain_id=self._deployment.chain_id,
            committee=contract(self._w3, self._deployment, "OracleCommittee"),
            chain=self._committee,
            store=StoredQuestions(self._database, self._deployment.chain_id),
            operator=self._committee.operator,
            depth=self._settings.depth,
        )
        return WatchedOperator(
            self._metrics,
            self._settings.poll_seconds,
            database=self._database,
            head=head,
            blocks=self._blocks,
            engine=self._engine,
            work=lambda: sum((each.counts() for each in self._backgrounds), Counter()),
            dry_run=self._sender is None,
        )

    def _make_operators(
        self, stores: "Stores", writing: Background, answering: Background
    ) -> tuple[RoundOperator, QuestionOperator, ReviewOperator]:
        known = self._w3, self._deployment, self._committee, self._sender
        turn = self._settings.turn_seconds
        return (
            RoundOperator(RoundParts(ChainRounds(*known), stores.rounds, writing, turn)),
            QuestionOperator(QuestionParts(self._committee, stores.questions, answering)),
            ReviewOperator(ReviewParts(ChainReviews(*known), stores.reviews, turn)),
        )


@dataclass(frozen=True)
class Stores:
    """An operator's database, as rounds, reviews and questions know it."""

    rounds: RoundStore
    reviews: ReviewStore
    questions: QuestionStore


def open_stores(database: Engine, chain_id: int) -> Stores:
    """What a database holds of one chain."""
    return Stores(
        StoredRounds(database, chain_id),
        StoredReviews(database, chain_id),
        StoredQuestions(database, chain_id),
    )


def make_works(
    w3: Web3,
    deployment: Deployment,
    stores: Stores,
    blocks: BlockStore,
    engine: TextEngine,
    asker: Asker | None,
) -> Works:
    """What is done beside looks at the chain, here or by workers; none of it needs a key."""
    known = w3, deployment, ChainCommittee(w3, deployment, None, None), None
    rounds, reviews = ChainRounds(*known), ChainReviews(*known)
    answerers: dict[str, Answerer] = {
        "GenerationRounds": RoundAnswerer(rounds, stores.rounds, blocks, kept_embedder),
        "ContributionNFT": ReviewAnswerer(reviews, stores.reviews, blocks, kept_embedder),
        "TrainingJobs": TrainingAnswerer(make_evaluator()),
    }
    by_address = {deployment.address(name).lower(): a for name, a in answerers.items()}
    return {
        "write": RoundWriter(rounds, stores.rounds, blocks, engine, kept_embedder, asker).write,
        "answer": Answering(stores.questions, by_address).answer,
    }


def make_executors(settings: Settings, works: Works, database: Engine) -> tuple[Executor, Executor]:
    """What has entries written, and what has questions answered; `works` is done here by threads.

    Apart or with a priority, so that slow writers never keep an answer waiting.
    """
    if settings.executor == "threads":
        return ThreadExecutor(works), ThreadExecutor(works)
    url = settings.broker_url or SecretStr("")
    executor = CeleryExecutor(
        StoredAssignments(database),
        url.get_secret_value(),
        # A writer asks what its engine is before and after, and each text may take as long.
        patience_s=(2 + ceil(MAX_ROSTER / settings.engine_concurrency)) * settings.engine_seconds
        + 60,
        urgent="answer",
    )
    return executor, executor


def make_evaluator() -> TrainingEvaluator | None:
    """What measures trained models; None as long as there is nothing that does."""
    return None


def make_scanner(w3: Web3, deployment: Deployment, settings: Settings) -> Scanner:
    """The scanner of the contracts that an operator follows."""
    return Scanner(
        w3,
        deployment.chain_id,
        deployment.genesis_hash,
        {deployment.address(name): load_abi(name) for name in FOLLOWED},
        depth=settings.depth,
        start_block=deployment.start_block,
    )
