"""One county of 50,000 persons and one of the smallest, read once for all tests of this folder."""

import pytest
from county_reading import County, read_county

from graph_service.population import Report, generate


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The county that calibration is measured on."""
    return generate(tmp_path_factory.mktemp("county"), persons=50_000, seed=1)


@pytest.fixture(scope="session")
def county(made: Report) -> County:
    """The same, read."""
    return read_county(made.folder)


@pytest.fixture(scope="session")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A county of 500 persons."""
    folder = tmp_path_factory.mktemp("hamlet")
    generate(folder, persons=500, seed=2)
    return read_county(folder)
