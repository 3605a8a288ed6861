"""Who may come in, and how often."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.api import keys
from app.api.addresses import client_address, networks
from app.api.rates import MOST_BUCKETS, Rates
from app.api.routes import ROUTES
from app.errors import TooManyRequests
from app.main import create_app
from app.settings import Settings
from tests.conftest import Client, document, node

LINE = document(node("y", "square", "x"), parameters={"x": 3.0})


def write(path: Path, *entries: dict[str, Any]) -> list[str]:
    """Write a file of keys; their secrets."""
    made = [keys.generate() for _ in entries]
    listed = [{"sha256": digest, **entry} for (_, digest), entry in zip(made, entries, strict=True)]
    path.write_text(json.dumps({"keys": listed}))
    return [secret for secret, _ in made]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.scope)
def test_every_route_asks_for_its_scope(route: Any, file: Path, client_with: Callable[..., Client]) -> None:
    allowed, other = write(file, {"name": "a", "scopes": [route.scope]}, {"name": "b", "scopes": ["none"]})
    client = client_with(api_keys_file=file)
    refused = client.post(route.path, {})
    client.problem(refused, 401, "unauthorized")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    body = client.problem(client.post(route.path, {}, x_api_key=other), 403, "forbidden")
    assert f"'{route.scope}'" in body["detail"]
    assert client.post(route.path, {}, x_api_key=allowed).status_code == 422
    assert client.post(route.path, {}, authorization=f"Bearer {allowed}").status_code == 422


@pytest.mark.parametrize(
    "path", ["/livez", "/readyz", "/docs", "/openapi.json", "/ops", "/ops/sin", "/problems"]
)
def test_what_needs_no_key(path: str, file: Path, client_with: Callable[..., Client]) -> None:
    write(file, {"name": "a"})
    assert client_with(api_keys_file=file).get(path).status_code == 200


@pytest.mark.parametrize("shown", ["", "wgt_", "wgt_nonsense", "x" * 10_000])
def test_unknown_keys_are_told_no_more(shown: str, file: Path, client_with: Callable[..., Client]) -> None:
    write(file, {"name": "a"})
    client = client_with(api_keys_file=file)
    headers = {"x-api-key": shown}
    response = client.request("POST", "/gradient", content=b"{}", headers=headers)
    assert client.problem(response, 401, "unauthorized")["detail"] == (
        "the API key is not known, not valid yet, or no longer"
    )


def test_keys_are_read_again(file: Path, client_with: Callable[..., Client], monkeypatch: Any) -> None:
    monkeypatch.setattr(keys, "LOOK_SECONDS", 0.0)
    [old] = write(file, {"name": "old"})
    client = client_with(api_keys_file=file)
    assert client.post("/gradient", LINE, x_api_key=old).status_code == 200
    [new] = write(file, {"name": "new"})
    os.utime(file, (1, 1))
    assert client.post("/gradient", LINE, x_api_key=new).status_code == 200
    assert client.post("/gradient", LINE, x_api_key=old).status_code == 401
    file.write_text("{")
    assert client.post("/gradient", LINE, x_api_key=new).status_code == 200, "a wrong file changes nothing"


@pytest.mark.parametrize(
    ("times", "status"),
    [
        ({"expires": "2020-01-01"}, 401),
        ({"not_before": "2999-01-01"}, 401),
        ({"expires": "2999-01-01T00:00:00+02:00", "not_before": "2020-01-01"}, 200),
    ],
)
def test_keys_have_their_time(
    times: dict[str, str], status: int, file: Path, client_with: Callable[..., Client]
) -> None:
    [secret] = write(file, {"name": "a", **times})
    assert client_with(api_keys_file=file).post("/gradient", LINE, x_api_key=secret).status_code == status


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is wrong at ''"),
        ('{"keys": [{"name": "a", "sha256": "00"}]}', "is wrong at '/keys/0/sha256'"),
        ('{"keys": [], "more": 1}', "is wrong at '/more'"),
    ],
)
def test_a_wrong_file_stops_the_start(content: str, said: str, file: Path) -> None:
    file.write_text(content)
    with pytest.raises(ValueError, match=said):
        create_app(Settings(api_keys_file=file))


def test_limits_of_a_key(file: Path, client_with: Callable[..., Client]) -> None:
    small, slow = write(
        file,
        {"name": "small", "max_flops": 100, "max_timeout_seconds": 2},
        {"name": "slow", "rate_limit": 0.01, "rate_burst": 1},
    )
    client = client_with(api_keys_file=file)
    big = document(node("A", "ones", shape=[50, 50]), node("B", "matmul", "A", "A"), node("s", "sum", "B"))
    for _ in range(2):
        response = client.post("/evaluate", big, x_api_key=small)
        assert "the limit is 100" in client.problem(response, 422, "budget-exceeded")["detail"]
        assert client.post("/evaluate", big, x_api_key=slow).status_code in (200, 429)
    late = client.post("/gradient", {**LINE, "timeout_seconds": 3}, x_api_key=small)
    assert "the most that can be asked for is 2" in client.problem(late, 422, "invalid-document")["detail"]
    response = client.post("/gradient", LINE, x_api_key=slow)
    client.problem(response, 429, "too-many-requests")
    assert 90 <= int(response.headers["retry-after"]) <= 101


def test_the_command_makes_keys(
    file: Path, capsys: pytest.CaptureFixture[str], client_with: Callable[..., Client]
) -> None:
    assert (
        cli.main(["key", "alice", "--file", str(file), "--scope", "gradient", "--expires", "2999-01-01"]) == 0
    )
    secret = capsys.readouterr().out.strip()
    assert cli.main(["key", "bob", "--file", str(file)]) == 0
    assert cli.main(["key", "bob", "--file", str(file)]) == 1
    assert "already" in capsys.readouterr().err
    assert file.stat().st_mode & 0o077 == 0
    assert secret not in file.read_text()
    assert client_with(api_keys_file=file).post("/gradient", LINE, x_api_key=secret).status_code == 200


def test_tokens_come_back_with_time() -> None:
    now = [0.0]
    rates = Rates(2.0, 3, lambda: now[0])
    for _ in range(3):
        rates.take("a")
    with pytest.raises(TooManyRequests) as refused:
        rates.take("a")
    assert refused.value.after == pytest.approx(0.5)
    rates.take("b")
    now[0] = 0.5
    rates.take("a")
    with pytest.raises(TooManyRequests):
        rates.take("a")


def test_many_clients_take_no_more_memory() -> None:
    now = [0.0]
    rates = Rates(1.0, 1, lambda: now[0])
    for number in range(MOST_BUCKETS + 10):
        rates.take(str(number))
    assert len(rates._full_at) == MOST_BUCKETS
    now[0] = 5.0
    rates.take("another")
    assert len(rates._full_at) == 1


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("1.2.3.4", None, (), "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", (), "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", ("10.0.0.0/8",), "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9", ("10.0.0.0/8",), "9.9.9.9"),
        ("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2", ("10.0.0.0/8",), "9.9.9.9"),
        ("10.0.0.1", "nonsense", ("10.0.0.0/8",), "10.0.0.1"),
        ("2001:db8::1", None, (), "2001:db8::/64"),
        ("::ffff:1.2.3.4", None, (), "1.2.3.4"),
        (None, None, (), ""),
    ],
)
def test_addresses(peer: str | None, forwarded: str | None, trusted: tuple[str, ...], expected: str) -> None:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    scope = {"client": peer and (peer, 1), "headers": headers}
    assert client_address(scope, networks(trusted)) == expected


def test_origins(client_with: Callable[..., Client]) -> None:
    client = client_with(cors_origins="https://a.example")
    answer = client.post("/gradient", LINE, origin="https://a.example")
    assert answer.headers["access-control-allow-origin"] == "https://a.example"
    assert (
        "access-control-allow-origin"
        not in client.post("/gradient", LINE, origin="https://b.example").headers
    )


def test_every_answer_has_an_id_and_strict_headers(client_with: Callable[..., Client]) -> None:
    client = client_with()
    for answer in (
        client.post("/gradient", LINE, x_request_id="mine"),
        client.get("/nothing"),
        client.post("/gradient", {}),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]
    assert client.post("/gradient", LINE, x_request_id="mine").headers["x-request-id"] == "mine"
    assert client.post("/gradient", LINE, x_request_id="a b").headers["x-request-id"] != "a b"
