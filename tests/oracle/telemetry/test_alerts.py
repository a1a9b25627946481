"""The alerts: valid, about metrics that exist, and each with a section in the handbook."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from oracle.check import LOW_BALANCE
from oracle.telemetry.head import Head
from oracle.telemetry.journal import Journal
from oracle.telemetry.measured import measured_works
from oracle.telemetry.metrics import (
    OperatorMetrics,
    WorkerMetrics,
    of_files,
    of_head,
    of_journal,
    of_parts,
    of_tasks,
    of_work,
)
from tests.requires import require

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ALERTS = ROOT / "oracle/telemetry/alerts.yml"
HANDBOOK = (ROOT / "oracle/README.md").read_text()
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
]


def promtool(*words: str) -> None:
    program = shutil.which("promtool")
    require(program, "promtool is missing: run `make services`")
    result = subprocess.run([str(program), *words], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def metrics() -> set[str]:
    """The names of all the samples that an operator and a worker serve."""
    journal = Journal(1, 1, 1, 1, 1, (1,), {"sent": 1}, 1.0, 1, 1)
    head = Head(1, 1, 1, 1, 1, True, {"asked": 1}, {"commit": 1.0})
    served, worker = OperatorMetrics(), WorkerMetrics()
    served.node_errors.labels("timeout")
    worker.add(lambda: of_tasks(1))
    measured_works({"write": print}, worker)
    served.add(lambda: [*of_journal(journal), *of_head(head, journal), *of_parts({"node": True})])
    served.add(lambda: [*of_work({}), *of_files(ALERTS)])
    families = (*served.registry.collect(), *worker.registry.collect())
    return {sample.name for family in families for sample in family.samples}


def test_alerts__as_promtool_reads_them__are_rules():
    promtool("check", "rules", str(ALERTS))


def test_alerts__that_guard_the_bond__go_off_in_time():
    promtool("test", "rules", str(HERE / "alerts_test.yml"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alert__its_metrics__are_served(rule: dict[str, Any], metrics: set[str]):
    named = set(re.findall(r"\btroupe_\w+", rule["expr"]))
    assert named
    assert named <= metrics


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alert__each__has_severity_summary_and_a_section_in_the_handbook(rule: dict[str, Any]):
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["summary"]
    path, _, section = rule["annotations"]["runbook"].partition("#")
    assert path == "oracle/README.md"
    assert section == rule["alert"].lower()
    assert f"\n#### {rule['alert']}\n" in HANDBOOK


def test_alert__low_gas__goes_off_where_check_fails():
    (rule,) = [rule for rule in RULES if rule["alert"] == "LowGas"]
    assert float(rule["expr"].split("<")[1]) == LOW_BALANCE


def test_metrics__each__has_a_unit_or_counts(metrics: set[str]):
    assert all(name.startswith("troupe_") for name in metrics)
    assert not [name for name in metrics if re.search("_(ms|gwei|kb|minutes)$", name)]
