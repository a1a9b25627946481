"""A worker: does what an operator has to have written and scored, and holds no key."""

import logging
from contextlib import ExitStack

from pydantic import SecretStr

from oracle.app import make_works, open_stores
from oracle.chain.deployment import load_deployment
from oracle.chain.node import connect
from oracle.engines.opening import open_asker, open_engine
from oracle.ipfs.opening import open_content
from oracle.settings import Settings
from oracle.store.assignments import StoredAssignments
from oracle.store.operator import bind, open_operator_store
from oracle.telemetry.measured import MeasuredEngine, count_node_errors, measured_works
from oracle.telemetry.metrics import WorkerMetrics
from oracle.telemetry.watch import Watch
from oracle.telemetry.watched import WatchedWorker
from oracle.workers.serve import serve

log = logging.getLogger(__name__)


def work(settings: Settings, concurrency: int) -> int:
    """Work for the operator whose database it is, until stopped; the process's exit status.

    Raises `Fatal` where settings, deployment or a database are wrong.
    """
    if settings.keystore is not None or settings.signer_url is not None:
        log.warning("a worker needs no key: take it out of this machine's settings")
    deployment = load_deployment(settings.deployments, settings.chain_id)
    metrics = WorkerMetrics()
    w3 = connect(settings.rpc_url, settings.rpc_fallbacks, chain=deployment)
    count_node_errors(w3, metrics)
    with ExitStack() as opened:
        database = open_operator_store(settings.database.get_secret_value())
        opened.callback(database.dispose)
        bind(database, deployment.chain_id, deployment.address("GenerationRounds"))
        blocks = open_content(settings)
        opened.callback(blocks.close)
        engine = MeasuredEngine(open_engine(settings), metrics)
        opened.callback(engine.close)
        if (asker := open_asker(settings)) is not None:
            opened.callback(asker.close)
        stores = open_stores(database, deployment.chain_id)
        assignments = StoredAssignments(database)
        works = make_works(w3, deployment, stores, blocks, engine, asker)
        watched = WatchedWorker(metrics, database, assignments, w3, blocks, engine)
        opened.callback(Watch(settings, settings.worker_health_port, watched).close)
        url = settings.broker_url or SecretStr("")
        log.info("a worker with %d tasks at a time", concurrency)
        return serve(
            url.get_secret_value(),
            assignments,
            measured_works(works, metrics),
            concurrency,
            watched.heard,
        )
