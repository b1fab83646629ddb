"""The Python client: generated from what is committed, typed, and clear about what goes wrong."""

import filecmp
import re
import threading
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from ariadne_codegen.main import client as generate
from graph_service_client import (
    ChildAndFamilyChildGuardianshipsGuardianOrganisation,
    CircumstanceKind,
    CorrectFactInput,
    EndFactInput,
    EntrustedCareCorrection,
    ErrorCode,
    FactCorrection,
    Grade,
    GraphService,
    GraphServiceError,
    LastingFact,
    Purpose,
    RecordCircumstanceInput,
    RecordedFact,
    RecordEntrustedCareInput,
    RecordVisitInput,
    Refusal,
    WithdrawFactInput,
)

from tests.service_at_work import ServiceAtWork

CLIENT = Path(__file__).parents[2] / "clients" / "python"
DAY = date(2026, 11, 1)


def client(village: ServiceAtWork, user: str) -> GraphService:
    return GraphService(village.url, village.tokens[user], http_client=httpx.Client(timeout=300))


def answering(*responses: httpx.Response | Exception) -> tuple[GraphService, list[httpx.Request]]:
    """A client of a service that gives these responses, and the requests that it got."""
    left, got = list(responses), list[httpx.Request]()

    def respond(request: httpx.Request) -> httpx.Response:
        got.append(request)
        response = left.pop(0)
        if isinstance(response, Exception):
            raise response
        return response

    return GraphService("http://service/", "t", http_client=httpx.Client(transport=httpx.MockTransport(respond))), got


def test_the_committed_client_is_what_the_generator_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tomllib.loads((CLIENT / "pyproject.toml").read_text("utf-8"))
    settings["tool"]["ariadne-codegen"]["target_package_path"] = str(tmp_path)
    monkeypatch.chdir(CLIENT)
    monkeypatch.syspath_prepend(CLIENT)
    generate(settings)
    made, committed = tmp_path / "graph_service_client", CLIENT / "graph_service_client"
    names = sorted(path.name for path in committed.glob("*.py"))
    assert names == sorted(path.name for path in made.iterdir()), "run `make client`"
    assert filecmp.cmpfiles(made, committed, names, shallow=False)[1:] == ([], []), "run `make client`"


def test_days_and_moments_are_pythons(village: ServiceAtWork) -> None:
    with client(village, "auditor") as service:
        found = service.assessment_trail(
            "YANG-DAUGHTER", as_of=date(2026, 10, 20), known_at=datetime(2026, 10, 27, tzinfo=UTC)
        )
        assert found is not None
        assert found.guardianship_assessment.as_of == date(2026, 10, 20)
        assert found.guardianship_assessment.known_at == datetime(2026, 10, 27, tzinfo=UTC)
        assert found.guardianship_assessment.grade is Grade.EFFECTIVE


def test_what_may_be_one_of_several_is_what_it_is(village: ServiceAtWork) -> None:
    with client(village, "officer") as service:
        found = service.child_and_family("HE-DAUGHTER", as_of=DAY)
        assert found is not None
        (guardianship,) = found.guardianships
        assert isinstance(guardianship.guardian, ChildAndFamilyChildGuardianshipsGuardianOrganisation)
        assert service.child_and_family("NOBODY", as_of=DAY) is None


def test_pages_follow_each_other(village: ServiceAtWork) -> None:
    with client(village, "officer") as service:
        whole = service.children_without_guardianship("990101001", as_of=DAY)
        assert whole.total_count == len(whole.nodes) == 7
        after, ids = None, list[str]()
        while True:
            page = service.children_without_guardianship("990101001", as_of=DAY, first=3, after=after)
            ids += [child.id for child in page.nodes]
            after = page.page_info.end_cursor
            if not page.page_info.has_next_page:
                break
        assert ids == [child.id for child in whole.nodes]


def test_a_visit_is_recorded_once(village: ServiceAtWork) -> None:
    visit = RecordVisitInput(idempotency_key="once", worker="WRK-DIRECTOR", person="MA-SON", date=DAY)
    with client(village, "officer") as service:
        first, again = service.record_visit(visit), service.record_visit(visit)
        assert first.fact is not None
        assert first.fact == again.fact
        assert (first.replayed, again.replayed) == (False, True)
        other = service.record_visit(visit.model_copy(update={"person": "MA-DAUGHTER"}))
        assert [(error.field, error.code) for error in other.errors] == [
            ("idempotencyKey", Refusal.IDEMPOTENCY_KEY_REUSED)
        ]


def test_a_fact_is_corrected_by_what_is_given_and_nothing_else(village: ServiceAtWork) -> None:
    care = RecordEntrustedCareInput(
        idempotency_key="care", carer="LI-GRANDMOTHER", child="FENG-SON", from_=DAY, to=DAY + timedelta(30)
    )
    with client(village, "officer") as service:
        recorded = service.record_entrusted_care(care).fact
        assert recorded is not None
        corrected = service.correct_fact(
            CorrectFactInput(
                idempotency_key="papers",
                key=recorded.key,
                version=recorded.version,
                correction=FactCorrection(entrusted_care=EntrustedCareCorrection(written_agreement=True)),
            )
        ).fact
        assert corrected is not None
        assert corrected.version != recorded.version
        (now,) = (service.child_and_family("FENG-SON", as_of=DAY) or pytest.fail()).entrusted_care
        assert (now.written_agreement, now.to) == (True, DAY + timedelta(30))
        late = service.end_fact(
            EndFactInput(
                idempotency_key="late",
                type_=LastingFact.ENTRUSTED_CARE,
                key=recorded.key,
                version=recorded.version,
                to=DAY,
            )
        )
        assert [(error.field, error.code) for error in late.errors] == [("version", Refusal.VERSION_CONFLICT)]


def test_a_change_is_told_as_it_happens(village: ServiceAtWork) -> None:
    told: list[tuple[str, Grade]] = []

    def listen() -> None:
        with client(village, "officer") as service:
            for change in service.assessment_changes("990101"):
                told.append((change.child.id, change.after))
                return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    with client(village, "officer") as service:
        for number in range(100):  # the subscription begins some time after it was asked for
            illness = RecordCircumstanceInput(
                idempotency_key=f"ill {number}", person="FENG-FATHER", kind=CircumstanceKind.NO_CAPACITY, from_=DAY
            )
            recorded = service.record_circumstance(illness)
            assert [(change.before, change.after) for change in recorded.changes] == [(Grade.EFFECTIVE, Grade.NONE)]
            assert recorded.fact is not None
            mistake = WithdrawFactInput(
                idempotency_key=f"not ill {number}",
                type_=RecordedFact.CIRCUMSTANCE,
                key=recorded.fact.key,
                version=recorded.fact.version,
                reason="another person of this name",
            )
            assert service.withdraw_fact(mistake).errors == []
            listener.join(timeout=3)
            if told:
                break
    assert told[0] in {("Child:FENG-SON", Grade.NONE), ("Child:FENG-SON", Grade.EFFECTIVE)}


@pytest.mark.parametrize("user", ["liaison", "auditor"])
def test_what_is_not_for_a_role_has_its_code(village: ServiceAtWork, user: str) -> None:
    visit = RecordVisitInput(idempotency_key="not theirs", worker="WRK-DIRECTOR", person="MA-SON", date=DAY)
    with client(village, user) as service, pytest.raises(GraphServiceError) as refused:
        service.record_visit(visit)
    assert refused.value.code == ErrorCode.FORBIDDEN
    assert refused.value.path == ("recordVisit",)
    assert refused.value.remedy


def test_a_purpose_is_said_with_every_request(village: ServiceAtWork) -> None:
    with client(village, "officer") as service:
        assert service.who_am_i().purpose == Purpose.CASE_WORK
    with GraphService(village.url, village.tokens["officer"], purpose="SUPERVISION") as service:
        assert service.who_am_i().purpose == Purpose.SUPERVISION
    with GraphService(village.url, village.tokens["officer"], purpose="CARE") as service:
        with pytest.raises(GraphServiceError) as refused:
            service.who_am_i()
        assert refused.value.code == ErrorCode.PURPOSE_NOT_ALLOWED
        with pytest.raises(GraphServiceError) as refused:
            next(service.assessment_changes("990101"))
        assert refused.value.code == ErrorCode.PURPOSE_NOT_ALLOWED


def test_a_wrong_token_has_its_code_and_is_not_repeated(village: ServiceAtWork) -> None:
    with GraphService(village.url, "wrong-canary") as service, pytest.raises(GraphServiceError) as refused:
        service.who_am_i()
    assert refused.value.code == ErrorCode.UNAUTHENTICATED
    assert "canary" not in str(refused.value)
    with GraphService(village.url, "wrong-canary") as service, pytest.raises(GraphServiceError) as refused:
        next(service.assessment_changes("990101"))
    assert refused.value.code == ErrorCode.UNAUTHENTICATED


def test_a_bad_cursor_has_its_code(village: ServiceAtWork) -> None:
    with client(village, "officer") as service, pytest.raises(GraphServiceError) as refused:
        service.find_children("a", after="somewhere")
    assert refused.value.code == ErrorCode.CURSOR_INVALID


def test_an_operation_that_was_turned_away_is_tried_again() -> None:
    busy = httpx.Response(
        503, json={"errors": [{"message": "", "extensions": {"code": "OVERLOADED"}}]}, headers={"retry-after": "0"}
    )
    viewer = {"subject": "s", "role": "AUDITOR", "purpose": "OVERSIGHT", "purposes": ["OVERSIGHT"]}
    good = httpx.Response(200, json={"data": {"viewer": {**viewer, "division": None, "school": None}}})
    service, got = answering(busy, busy, good)
    assert service.who_am_i().subject == "s"
    assert len(got) == 3
    service, got = answering(busy, busy, busy)
    with pytest.raises(GraphServiceError) as refused:
        service.who_am_i()
    assert refused.value.code == ErrorCode.OVERLOADED
    assert len(got) == 3


def test_what_does_not_answer_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("graph_service_client.base_client.time.sleep", pauses.append)
    service, got = answering(*(httpx.ConnectError("refused") for _ in range(3)))
    with pytest.raises(GraphServiceError) as refused:
        service.who_am_i()
    assert refused.value.code == ErrorCode.UNREACHABLE
    assert len(got) == 3
    assert pauses == [1.0, 2.0]


def test_what_is_no_graphql_is_unreadable() -> None:
    for body in ("<html>Bad gateway</html>", "[]", "{}"):
        service, _ = answering(httpx.Response(502, text=body))
        with pytest.raises(GraphServiceError) as refused:
            service.who_am_i()
        assert refused.value.code == ErrorCode.UNREADABLE
        assert "502" in refused.value.message


def test_all_that_went_wrong_is_kept_with_the_rest_of_the_answer() -> None:
    errors = [
        {"message": f"number {n}", "path": ["a", n], "extensions": {"code": code}}
        for n, code in enumerate(("INTERNAL", "NEWER"))
    ]
    service, _ = answering(httpx.Response(200, json={"data": {"a": None}, "errors": errors}))
    with pytest.raises(GraphServiceError) as refused:
        service.who_am_i()
    assert (refused.value.code, refused.value.path, refused.value.data) == (ErrorCode.INTERNAL, ("a", 0), {"a": None})
    assert [other.code for other in refused.value.others] == ["NEWER"]


def test_the_token_goes_into_the_header_and_unset_values_nowhere() -> None:
    service, got = answering(httpx.Response(200, json={"data": {"child": None}}))
    assert service.assessment_trail("X") is None
    assert got[0].headers["authorization"] == "Bearer t"
    assert str(got[0].url) == "http://service/graphql"
    assert re.search(rb'"variables":\s*\{"child":\s*"X"\}', got[0].content)
