"""A process ends soon, whatever hangs."""

import signal

from tests.oracle.telemetry.conftest import Processes
from tests.silent import SilentServer
from tests.wait import PATIENCE_S, wait_for

GRACE_S = 15
"""Less than the 20 s after which a silent node is given up."""


def test_run__node_hangs_and_a_signal_comes__ends_soon_with_status_0(
    processes: Processes, silent: SilentServer
):
    process = processes.start("run", TROUPE_RPC_URL=f"http://{silent.address}")
    wait_for(lambda: silent.asked > 0, "a call of the node")
    process.send_signal(signal.SIGTERM)
    assert process.wait(GRACE_S) == 0
    assert "Traceback" not in processes.output()


def test_run__second_signal__ends_at_once(processes: Processes, silent: SilentServer):
    process = processes.start("run", TROUPE_RPC_URL=f"http://{silent.address}")
    wait_for(lambda: silent.asked > 0, "a call of the node")
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    # The first alone would end it some seconds later, with status 0.
    assert process.wait(GRACE_S) in (128 + signal.SIGTERM, 128 + signal.SIGINT)


def test_run__waits_between_two_looks__ends_at_a_signal_soon(processes: Processes):
    process = processes.start("run", TROUPE_RPC_URL="http://127.0.0.1:1", TROUPE_POLL_SECONDS="60")
    wait_for(lambda: "waiting: " in processes.output(), "its first look")
    process.send_signal(signal.SIGINT)
    assert process.wait(GRACE_S) == 0


def test_run__fatal__ends_with_status_1_and_one_line(processes: Processes):
    process = processes.start("run", TROUPE_KEYSTORE="/nowhere/key\nforged.json")
    assert process.wait(PATIENCE_S) == 1
    (line,) = processes.output().splitlines()
    assert line.startswith("oracle: /nowhere/key\\nforged.json ")
