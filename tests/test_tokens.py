"""Bearer tokens: only what the issuer has signed for this service comes in."""

from __future__ import annotations

import base64
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pydantic import ValidationError

from app.api import keys, tokens
from app.main import create_app
from app.settings import Settings
from tests.conftest import Client, document, node
from tests.server import until

LINE = document(node("y", "square", "x"), parameters={"x": 3.0})
ISSUER, AUDIENCE = "https://issuer.example", "wengert"
KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
STRANGER = ec.generate_private_key(ec.SECP256R1())


def published(private: Any, name: str, algorithm: str) -> dict[str, Any]:
    """A public key as it stands in a JWKS."""
    kinds = jwt.algorithms.get_default_algorithms()
    found: dict[str, Any] = json.loads(kinds[algorithm].to_jwk(private.public_key()))
    return {**found, "kid": name, "use": "sig", "alg": algorithm}


SET = {"keys": [published(private, name, name) for name, private in KEYS.items()]}


def token(
    algorithm: str = "ES256", key: Any = None, head: dict[str, Any] | None = None, **claims: Any
) -> str:
    """A token that is right but for what is given; a claim that is None is left out."""
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "alice",
        "exp": time.time() + 600,
        "scope": "gradient evaluate",
        **claims,
    }
    said = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(said, key or KEYS[algorithm], algorithm, headers={"kid": algorithm, **(head or {})})


def unsigned(**claims: Any) -> str:
    """A token with the algorithm `none`."""
    parts = [{"alg": "none", "kid": "ES256"}, jwt.decode(token(), options={"verify_signature": False})]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, ""])


def confused() -> str:
    """A token signed with the public key as if that were a secret."""
    public = KEYS["RS256"].public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, body = ({"alg": "HS256", "kid": "RS256"}, jwt.decode(token(), options={"verify_signature": False}))
    signing = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, body)
    )
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing.encode(), pem)
    return f"{signing}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(SET))
    return path


def settings(source: object, **others: Any) -> dict[str, Any]:
    return {"jwt_jwks": str(source), "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, **others}


@pytest.fixture
def client(jwks: Path, client_with: Callable[..., Client]) -> Client:
    return client_with(**settings(jwks))


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_right_token_comes_in(algorithm: str, client: Client) -> None:
    right = token(algorithm)
    for _ in range(2):
        answer = client.post("/gradient", LINE, authorization=f"Bearer {right}")
        assert answer.json()["loss"] == 9.0


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: token(iss="https://other.example"), "issuer"),
        (lambda: token(iss=None), "iss"),
        (lambda: token(aud="other"), "udience"),
        (lambda: token(aud=None), "aud"),
        (lambda: token(exp=time.time() - 600), "expired"),
        (lambda: token(exp=None), "exp"),
        (lambda: token(nbf=time.time() + 600), "not yet valid"),
        (lambda: token(sub=None), "sub"),
        (lambda: token(key=STRANGER), "verification failed"),
        (lambda: token(head={"kid": "other"}), "key that is not known"),
        (lambda: token(head={"kid": "RS256"}), "not valid"),
        (lambda: token("ES256")[:-4] + "AAAA", "not valid"),
        (unsigned, "must be signed with"),
        (confused, "must be signed with"),
        (lambda: "a.b.c", "not valid"),
        (lambda: "..", "not valid"),
        (lambda: "x" * 20_000 + ".b.c", "too long"),
    ],
)
def test_a_wrong_one_does_not(made: Callable[[], str], said: str, client: Client) -> None:
    answer = client.post("/gradient", LINE, authorization=f"Bearer {made()}")
    assert said in client.problem(answer, 401, "unauthorized")["detail"]
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_without_one_it_is_asked_for(client: Client) -> None:
    answer = client.post("/gradient", LINE)
    assert client.problem(answer, 401, "unauthorized")["detail"].endswith("Bearer …)")


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"scope": "evaluate"}, 403),
        ({"scope": None}, 403),
        ({"scope": 5}, 403),
        ({"scope": None, "scp": ["gradient"]}, 200),
        ({"scope": "*"}, 200),
    ],
)
def test_scopes_of_a_token(claims: dict[str, Any], status: int, client: Client) -> None:
    answer = client.post("/gradient", LINE, authorization=f"Bearer {token(**claims)}")
    assert answer.status_code == status


def test_a_token_is_known_until_it_expires(client: Client) -> None:
    short = token(exp=time.time() - tokens.LEEWAY_SECONDS + 1)
    assert client.post("/gradient", LINE, authorization=f"Bearer {short}").status_code == 200
    until(lambda: client.post("/gradient", LINE, authorization=f"Bearer {short}").status_code == 401)


def test_keys_and_tokens_together(jwks: Path, tmp_path: Path, client_with: Callable[..., Client]) -> None:
    secret, digest = keys.generate()
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [{"name": "bob", "sha256": digest}]}))
    client = client_with(**settings(jwks, api_keys_file=file))
    assert client.post("/gradient", LINE, authorization=f"Bearer {token()}").status_code == 200
    assert client.post("/gradient", LINE, authorization=f"Bearer {secret}").status_code == 200
    assert client.post("/gradient", LINE, x_api_key=secret).status_code == 200
    assert client.post("/gradient", LINE, x_api_key="wgt_other").status_code == 401


class Issuer(http.server.BaseHTTPRequestHandler):
    """Publishes keys."""

    keys: Any = SET
    fetched = 0

    def do_GET(self) -> None:
        Issuer.fetched += 1
        content = json.dumps(self.keys).encode()
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("location", "/jwks")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(Issuer, "keys", SET)
    monkeypatch.setattr(Issuer, "fetched", 0)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_keys_are_fetched_again_for_one_that_is_new(
    issuer: str, client_with: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with(**settings(f"{issuer}/jwks"))
    monkeypatch.setattr(tokens, "RETRY_SECONDS", 0.0)
    fresh = ec.generate_private_key(ec.SECP256R1())
    right = token(key=fresh, head={"kid": "fresh"})
    assert client.post("/gradient", LINE, authorization=f"Bearer {right}").status_code == 401
    Issuer.keys = {"keys": [published(fresh, "fresh", "ES256")]}
    assert client.post("/gradient", LINE, authorization=f"Bearer {right}").status_code == 200
    assert client.post("/gradient", LINE, authorization=f"Bearer {token()}").status_code == 401, (
        "it was revoked"
    )


def test_unknown_keys_do_not_make_it_ask_all_the_time(
    issuer: str, client_with: Callable[..., Client]
) -> None:
    client = client_with(**settings(f"{issuer}/jwks"))
    for number in range(20):
        wrong = token(head={"kid": str(number)})
        assert client.post("/gradient", LINE, authorization=f"Bearer {wrong}").status_code == 401
    assert Issuer.fetched <= 2


def test_an_issuer_that_is_away_is_asked_again(
    issuer: str, client_with: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Issuer, "keys", "no keys")
    client = client_with(**settings(f"{issuer}/jwks"))
    monkeypatch.setattr(tokens, "RETRY_SECONDS", 0.0)
    right = token()
    assert client.post("/gradient", LINE, authorization=f"Bearer {right}").status_code == 401
    Issuer.keys = SET
    assert client.post("/gradient", LINE, authorization=f"Bearer {right}").status_code == 200


def test_keys_come_from_nowhere_else(issuer: str, client_with: Callable[..., Client]) -> None:
    client = client_with(**settings(f"{issuer}/moved"))
    assert client.post("/gradient", LINE, authorization=f"Bearer {token()}").status_code == 401


def test_a_secret_in_the_set_is_not_used(tmp_path: Path, client_with: Callable[..., Client]) -> None:
    path = tmp_path / "jwks.json"
    shared = {"kty": "oct", "kid": "secret", "k": base64.urlsafe_b64encode(b"s" * 32).decode()}
    path.write_text(json.dumps({"keys": [*SET["keys"], shared]}))
    client = client_with(**settings(path))
    wrong = jwt.encode({"sub": "alice"}, b"s" * 32, "HS256", headers={"kid": "secret"})
    assert client.post("/gradient", LINE, authorization=f"Bearer {wrong}").status_code == 401


@pytest.mark.parametrize(
    "source", ["http://issuer.example/jwks", "ftp://issuer.example/jwks", "/nowhere/jwks.json", __file__]
)
def test_a_wrong_source_stops_the_start(source: str) -> None:
    with pytest.raises(ValueError, match=r"jwks|test_tokens"):
        create_app(Settings(**settings(source)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"jwt_jwks": "keys.json"},
        {"jwt_jwks": "keys.json", "jwt_issuer": ISSUER},
        {"jwt_algorithms": "HS256"},
        {"jwt_algorithms": "none"},
        {"jwt_algorithms": ""},
    ],
)
def test_settings_that_do_not_fit(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"WENGERT_JWT_JWKS needs|expected some of"):
        Settings(**wrong)


def test_who_tries_keys_is_slowed_down(jwks: Path, client_with: Callable[..., Client]) -> None:
    client = client_with(**settings(jwks, rate_limit=0.01, rate_burst=5))
    found = [client.post("/gradient", LINE, authorization="Bearer a.b.c").status_code for _ in range(10)]
    assert found == [401] * 5 + [429] * 5
    assert client.post("/gradient", LINE, authorization=f"Bearer {token()}").status_code == 200


def test_the_document_offers_keys_and_tokens(client: Client) -> None:
    schema = client.get("/openapi.json").json()
    assert schema["components"]["securitySchemes"]["key"]["name"] == "X-API-Key"
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert schema["paths"]["/gradient"]["post"]["security"] == [{}, {"key": []}, {"token": []}]
    assert "security" not in schema["paths"]["/ops"]["get"]
