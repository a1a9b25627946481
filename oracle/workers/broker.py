"""Celery, set up so that no task is lost, none is done in vain, and nothing else is let in."""

from typing import Any

from oracle.errors import Fatal, Transient

TASK = "troupe.work"
QUEUE = "troupe"
URGENT, ORDINARY = 2, 1

_CONNECT_S = 3
_HEARTBEAT_S = 30
_MOST_BYTES = 16 * 1024**2


def make_app(broker_url: str) -> Any:
    """A Celery application at an AMQP URL.

    Messages are JSON and hold an assignment's id; results go through the operator's database. A
    message is acknowledged when its work has ended: until then it is RabbitMQ's to give to another
    worker. Raises `Fatal` where Celery is missing or the URL is none, and never shows the URL.
    """
    if not broker_url.startswith(("amqp://", "amqps://")):
        raise Fatal(
            "TROUPE_BROKER_URL is not set to RabbitMQ's URL: amqp:// with user, password, host and "
            "vhost"
        )
    try:
        from celery import Celery
        from kombu.entity import Queue
    except ImportError as error:
        raise Fatal(
            "Celery is missing: run pip install --editable '.[scale]' in Troupe's folder"
        ) from error
    app = Celery("troupe", broker=broker_url, set_as_current=False)
    arguments: dict[str, int | str] = {
        "x-max-priority": URGENT,
        "x-max-length-bytes": _MOST_BYTES,
        "x-overflow": "reject-publish",
    }
    app.conf.update(
        task_queues=[Queue(QUEUE, durable=True, queue_arguments=arguments)],  # type: ignore[no-untyped-call]
        task_default_queue=QUEUE,
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_consumer="oracle.workers.door:GuardedConsumer",
        worker_prefetch_multiplier=1,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        # Else py-amqp takes whoever has a good certificate, of any host, and tells it the password.
        broker_use_ssl={"server_hostname": None} if broker_url.startswith("amqps:") else False,
        broker_connection_timeout=_CONNECT_S,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=_HEARTBEAT_S,
        broker_transport_options={
            "confirm_publish": True,
            "read_timeout": _CONNECT_S,
            "write_timeout": _CONNECT_S,
        },
    )
    return app


def count_workers(broker_url: str) -> int:
    """How many workers wait at the queue. Raises `Transient` where the broker does not answer."""
    app = make_app(broker_url)
    connection = app.connection_for_write()
    try:
        connection.connect()
        return _consumers(connection)
    except Exception as error:  # noqa: BLE001  whatever is raised, it did not answer
        raise Transient(
            f"RabbitMQ does not answer ({type(error).__name__}): start it, or set TROUPE_BROKER_URL"
        ) from None
    finally:
        connection.release()
        app.close()


def _consumers(connection: Any) -> int:
    try:
        return int(connection.channel().queue_declare(QUEUE, passive=True).consumer_count)
    except connection.channel_errors:
        return 0  # the first worker makes the queue
