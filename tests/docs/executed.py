"""Documentation that is carried out: the fenced blocks of a page, and what they mean.

- ```` ```graphql USER ```` is asked as that user; ```` ```json variables ```` after it are its variables.
- ```` ```sh USER ```` and ```` ```python USER ```` are run with URL and TOKEN in the environment.
- ```` ```json answer ```` or ```` ```text answer ```` is what the block before it must give; "…" stands for anything.
- A subscription begins where it stands; its answer is the first event of what comes after it.
"""

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson

from tests.service_at_work import USERS, ServiceAtWork

ROOT = Path(__file__).parents[2]
ANYTHING = "…"

_FENCE = re.compile(r"^```(\w+) (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One block that is carried out, with the blocks that belong to it.

    Attributes:
        line: where it begins.
        kind: `graphql`, `sh` or `python`.
        user: who asks.
        text: the block.
        variables: of a query.
        answer: what it must give, as it is shown; None when nothing is shown.
    """

    line: int
    kind: str
    user: str
    text: str
    variables: dict[str, Any] | None = None
    answer: str | None = None

    @property
    def is_subscription(self) -> bool:
        return self.kind == "graphql" and self.text.startswith("subscription")


def steps(page: str) -> list[Step]:
    """The blocks of a page that are carried out, in order."""
    found: list[Step] = []
    for fence in _FENCE.finditer(page):
        kind, role, text = fence.groups()
        if role in USERS:
            found.append(Step(page.count("\n", 0, fence.start()) + 1, kind, role, text))
        elif role == "variables":
            found[-1].variables = orjson.loads(text)
        elif role == "answer":
            found[-1].answer = text
    return found


class Reader:
    """Somebody who tries everything on a page.

    Args:
        service: whom to ask.
    """

    def __init__(self, service: ServiceAtWork) -> None:
        self._service = service
        self._listening: queue.Queue[dict[str, Any]] | None = None

    def carry_out(self, step: Step) -> Any:
        """What a step gives: JSON of a query or command, the output of a program; None when a subscription began."""
        if step.is_subscription:
            self._listen(step)
            return None
        if step.kind == "graphql":
            return self._service.ask(step.user, step.text, step.variables)
        return self._run(step)

    def heard(self) -> dict[str, Any]:
        """The first event of the subscription that began last."""
        assert self._listening is not None
        return self._listening.get(timeout=300)

    def _run(self, step: Step) -> Any:
        command = ["sh", "-c", step.text] if step.kind == "sh" else [sys.executable, "-c", step.text]
        environment = {**os.environ, "URL": self._service.url, "TOKEN": self._service.tokens[step.user]}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        assert run.returncode == 0, f"line {step.line}: {run.stderr}"
        return orjson.loads(run.stdout) if step.kind == "sh" else run.stdout

    def _listen(self, step: Step) -> None:
        begun = threading.Event()
        self._listening = queue.Queue()
        threading.Thread(target=self._events, args=(step, begun, self._listening), daemon=True).start()
        assert begun.wait(300), f"line {step.line}: the subscription never began"

    def _events(self, step: Step, begun: threading.Event, heard: "queue.Queue[dict[str, Any]]") -> None:
        body = {"query": step.text, "variables": step.variables or {}}
        headers = {"authorization": f"Bearer {self._service.tokens[step.user]}", "accept": "text/event-stream"}
        url = f"{self._service.url}/graphql"
        with httpx.stream("POST", url, json=body, headers=headers, timeout=300) as response:
            begun.set()
            for data in _data(response.iter_lines()):
                heard.put(data)
                return


def _data(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.startswith("data: {"):
            yield orjson.loads(line.removeprefix("data: "))


def agrees(shown: Any, given: Any) -> bool:
    """Whether what is given is what a page shows, keys in the same order."""
    if shown == ANYTHING:
        return True
    if isinstance(shown, dict) and isinstance(given, dict):
        return list(shown) == list(given) and all(agrees(shown[key], given[key]) for key in shown)
    if isinstance(shown, list) and isinstance(given, list):
        return len(shown) == len(given) and all(map(agrees, shown, given))
    return shown == given
