"""Same arguments, same bytes; and what a caller gets and is refused."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from county_reading import REQUIRED, read_rows

from graph_service.errors import ErrorCode, ServiceError
from graph_service.population import AS_OF, Report, generate


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_arguments_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    generate(tmp_path / "here", persons=3000, seed=7)
    program = (
        "import sys; from pathlib import Path; from graph_service.population import generate; "
        "generate(Path(sys.argv[1]), persons=3000, seed=7)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "there")], check=True, env=environment)
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_another_seed_gives_another_county(tmp_path: Path) -> None:
    for seed in (1, 2):
        generate(tmp_path / str(seed), persons=500, seed=seed)
    one, two = digests(tmp_path / "1"), digests(tmp_path / "2")
    assert all(one[f"{name}.csv"] != two[f"{name}.csv"] for name in ("persons", "parentages", "absences", "divisions"))


def test_report_counts_what_is_in_the_files(made: Report) -> None:
    assert made.as_of == AS_OF
    assert set(REQUIRED) <= set(made.rows)
    for name, count in made.rows.items():
        assert len(read_rows(made.folder / f"{name}.csv")) == count, name
    assert len(read_rows(made.folder / "ledger.csv")) == made.planted
    assert made.seconds == pytest.approx(sum(made.steps.values()))


def test_number_of_persons_is_exact(made: Report) -> None:
    people = {row["person_id"] for row in read_rows(made.folder / "persons.csv")}
    strangers = {person for person in people if person.startswith("P9")}
    assert len(people - strangers) == made.persons == 50_000


def test_feed_rows_per_person(made: Report) -> None:
    rows = sum(count for name, count in made.rows.items() if not name.startswith("later/"))
    assert 4 <= rows / made.persons <= 6


def test_progress_grows_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    generate(tmp_path, persons=500, seed=1, progress=lambda *step: told.append(step))
    done = [step for _, step, _ in told]
    assert done == sorted(set(done))
    assert told[-1][1] == told[-1][2]
    assert len({what for what, _, _ in told}) == 1


@pytest.mark.parametrize(
    ("persons", "seed", "as_of"), [(10, 1, AS_OF), (10**8, 1, AS_OF), (500, -1, AS_OF), (500, 1, date(1999, 1, 1))]
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, persons: int, seed: int, as_of: date) -> None:
    with pytest.raises(ServiceError) as refused:
        generate(tmp_path / "none", persons=persons, seed=seed, as_of=as_of)
    assert refused.value.code is ErrorCode.ARGUMENT_INVALID
    assert not (tmp_path / "none").exists()
