"""A worker: does what an operator has to have written and scored, and holds no key."""

import logging

from pydantic import SecretStr

from oracle.app import make_works, open_stores
from oracle.chain.deployment import load_deployment
from oracle.chain.node import connect
from oracle.engines.opening import open_asker, open_engine
from oracle.ipfs.opening import open_content
from oracle.settings import Settings
from oracle.store.assignments import StoredAssignments
from oracle.store.operator import bind, open_operator_store
from oracle.workers.serve import serve

log = logging.getLogger(__name__)


def work(settings: Settings, concurrency: int) -> int:
    """Work for the operator whose database it is, until stopped; the process's exit status.

    Raises `Fatal` where settings, deployment or a database are wrong.
    """
    if settings.keystore is not None or settings.signer_url is not None:
        log.warning("a worker needs no key: take it out of this machine's settings")
    deployment = load_deployment(settings.deployments, settings.chain_id)
    chain_id = deployment.chain_id
    w3 = connect(settings.rpc_url, settings.rpc_fallbacks, chain=deployment)
    database = open_operator_store(settings.database.get_secret_value())
    bind(database, chain_id, deployment.address("GenerationRounds"))
    stores = open_stores(database, chain_id)
    blocks, engine = open_content(settings), open_engine(settings)
    works = make_works(w3, deployment, stores, blocks, engine, open_asker(settings))
    url = settings.broker_url or SecretStr("")
    log.info("a worker with %d tasks at a time", concurrency)
    return serve(url.get_secret_value(), StoredAssignments(database), works, concurrency)
