"""Workers that are killed while they take a run up, with a Prefect server of their own on this machine.

    python benchmarks/pending.py [--into FOLDER] [--most 50] [--each 10] [--port 4271] [--seed 1]

Each trial makes a run of an election, starts a worker, waits until the run is PENDING, and kills the worker and what it
started by SIGKILL. Then what is published must be whole, nothing listed that nobody approved, the run told as crashed
and its place free, as `numerim serve` sees to it. After each so many a worker that nobody kills takes the next run, and
what that leaves must be byte for byte what an undisturbed run does. Not part of CI.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from faults import DAY, NIGHT, count, furnish, published, run, unapproved, word_for, wrong
from forked import Child, warm
from misbehaving import served
from served import start_server

from numerim.flows.processes import end, marked

_MARK = "NUMERIM_SERVED_BY"
_LATER = timedelta(minutes=10)
"""A worker that was not heard of for so long is dead."""


def work() -> None:
    """Be a worker: take up what is due, see it through, and end."""
    import asyncio

    from prefect.workers.process import ProcessWorker

    os.setpgid(0, 0)
    asyncio.run(ProcessWorker(work_pool_name="numerim", limit=1).start(run_once=True))


class Trials:
    """A server, a deployment of one election, and two checkouts: one is disturbed."""

    def __init__(self, into: Path, url: str) -> None:
        """Furnish them, deploy, and put the automations of numerim onto the server."""
        from prefect.client.orchestration import get_client

        from numerim.flows.alerts import automations, mail
        from numerim.flows.plan import Plan
        from numerim.flows.tidy import Deployed, make_pool

        said = "publish: {when: approved}\n"
        self.calm, self.house = (furnish(into / name, url, said, NIGHT) for name in ("undisturbed", "disturbed"))
        os.environ["NUMERIM_HOME"] = str(self.house.root)
        self.client = get_client(sync_client=True).__enter__()
        make_pool(self.client, "numerim")
        make_pool(self.client, "mail")
        self.deployed = Deployed(self.client, "numerim")
        self.deployed.apply(Plan(self.house).look()[0])
        self.deployment = self.client.read_deployment_by_name(f"election/{NIGHT}")
        self.ours: set[int] = set()
        self.client.update_deployment(self.deployment.id, _unscheduled())
        made = mail.to_deployment(name="mail", work_pool_name="mail", tags=["numerim-alerts"]).apply()
        for one in automations(None, made):
            self.client.request("POST", "/automations/", json=one.model_dump(mode="json"))

    def new_run(self):
        """A run that is due now."""
        from prefect.states import Scheduled

        due = Scheduled(scheduled_time=datetime.now(UTC))
        return self.client.create_flow_run_from_deployment(self.deployment.id, state=due).id

    def state(self, one):
        return self.client.read_flow_run(one).state

    def kill_one(self, wait: float) -> tuple[str, str, str]:
        """Kill a worker at work; give how its run stood, how it stands when the place is freed, and what is wrong."""
        one = self.new_run()
        worker = Child(self.house.root, ("worker",), function=work)
        until = time.monotonic() + 120
        while self.state(one).name in ("Scheduled", "Late") and time.monotonic() < until and not worker.wait(0.02):
            pass
        worker.wait(wait)
        for pid in {*marked(os.environ[_MARK])} - self.ours | {worker.pid}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        worker.wait()
        worker.said()
        then = self.state(one)
        self.deployed.tidy(datetime.now(UTC) + _LATER)
        after = self.state(one)
        if after.name == "Running":  # it had begun: that is for whoever looks at what has ended, as at the next start
            self.deployed.crash_all("its worker was killed")
            after = self.state(one)
        limit = self.client.read_deployment(self.deployment.id).global_concurrency_limit
        held = f"{limit.active_slots} places are held" if limit and limit.active_slots else ""
        bad = [held, wrong(self.house), *(f"{version} is listed" for version in unapproved(self.house, NIGHT))]
        return then.name, after.name, "; ".join(filter(None, bad))

    def go_on(self) -> str:
        """Let a worker take the next run, approve what waits, and compare; give what is wrong."""
        one = self.new_run()
        worker = Child(self.house.root, ("worker",), function=work)
        if not worker.wait(600):
            worker.kill()
        told = "".join(worker.said())
        state = self.state(one)
        if not state.is_completed():
            return f"{state.name}: {state.message}: {told[-600:]}"
        for house in (self.calm, self.house):
            code, told = run(house, "run", NIGHT) if house is self.calm else (0, "")
            words = word_for(house, ("approve", NIGHT))
            if words[0] == "approve" and not code:
                code, told = run(house, *words)
            if code:
                return told
        there, expected = published(self.house), published(self.calm)
        differ = sorted(name for name in {*there, *expected} if there.get(name) != expected.get(name))
        return "; ".join(filter(None, [wrong(self.house), *(f"{name} differs" for name in differ)]))


def _unscheduled():
    from prefect.client.schemas.actions import DeploymentUpdate

    return DeploymentUpdate(paused=False, schedules=[])


def main() -> int:
    """Do the trials, and say what came of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--into", type=Path)
    for name, usual in (("most", 50), ("each", 10), ("port", 4271), ("seed", 1)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    into = (given.into or Path(mkdtemp(prefix="numerim-pending-"))).absolute()
    into.mkdir(parents=True, exist_ok=True)
    os.environ.update(DAY)
    server, url = served()
    os.environ[_MARK] = f"pending-{os.getpid()}"
    api = start_server(into, os.environ[_MARK], given.port)
    warm()
    import prefect.workers.process  # noqa: F401

    chosen, states, bad = random.Random(given.seed), Counter[tuple[str, str]](), []  # noqa: S311
    try:
        trials = Trials(into, url)
        trials.ours = {*marked(os.environ[_MARK]), os.getpid()}
        for n in range(given.most):
            if n % given.each == 0:
                for house in (trials.calm, trials.house):
                    count(house, n // given.each)
            then, after, problem = trials.kill_one(chosen.choice((0.0, 0.3, 1.0, 3.0)) * chosen.random())
            states[then, after] += 1
            if problem or after not in ("Crashed", "Completed"):
                bad.append((n, then, after, problem))
            if n % given.each == given.each - 1 and (problem := trials.go_on()):
                bad.append((n, "the next run", problem))
            print(n, then, after, *bad[-1:], flush=True)
        mails = trials.client.request(
            "POST", "/flow_runs/count", json={"deployments": {"name": {"any_": ["mail"]}}}
        ).json()
    finally:
        end(os.environ[_MARK], [api])
        server.shutdown()
    for (then, after), many in sorted(states.items()):
        print(f"killed while {then:10} then {after:10} {many:4}")
    print(f"{mails} mails about runs")
    print(f"{given.most} workers killed, {len(bad)} not as they must be")
    return min(len(bad), 100)


if __name__ == "__main__":
    sys.exit(main())
