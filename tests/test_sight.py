"""What an operator sees: metrics, log lines, traces, and the files of deploy/ that read them."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from app.api.logs import LONGEST_TEXT, MOST_BYTES, Sink, quoted, visible
from app.api.metrics import KNOWN_ROUTES, STAGES, WATCHED_COUNTERS, WATCHED_GAUGES
from app.api.routes import ROUTES
from app.api.service import Service
from app.errors import error_types
from app.main import create_app
from app.settings import Settings
from tests.conftest import Client, document, node
from tests.server import ROOT, serve, until

LINE = document(node("y", "square", "x"), parameters={"x": 3.0})
DEPLOY = ROOT / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana" / "wengert.json").read_text())
QUERIES = [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel["targets"]]
ALERTS = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]

# CI installs Prometheus, so there a missing one is a failure.
needs_prometheus = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("promtool")) and not os.environ.get("CI"),
    reason="prometheus and promtool are not installed",
)


def samples(text: str) -> dict[str, float]:
    """The samples of an exposition, by name and labels as they are written."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


@pytest.fixture
def client(client_with: Callable[..., Client]) -> Client:
    """A service that has counted nothing yet."""
    return client_with()


class TestMetrics:
    def test_what_requests_add(self, client: Client) -> None:
        for _ in range(3):
            client.gradient(LINE)
        client.post("/gradient", {"graph": 1})
        client.post("/gradient", b"{")
        client.get("/nothing/here")
        found = samples(client.get("/metrics").text)
        assert found["wengert_requests_total{route=/gradient,status=200}"] == 3
        assert found["wengert_requests_total{route=/gradient,status=422}"] == 1
        assert found["wengert_requests_total{route=/gradient,status=400}"] == 1
        assert found["wengert_requests_total{route=other,status=404}"] == 1
        assert found["wengert_request_seconds_count{route=/gradient}"] == 5
        assert found["wengert_request_seconds_bucket{le=+Inf,route=/gradient}"] == 5
        assert 0 < found["wengert_request_seconds_sum{route=/gradient}"] < 60
        assert found["wengert_refusals_total{cause=malformed-body}"] == 1
        assert found["wengert_refusals_total{cause=not-found}"] == 1
        assert found["wengert_plan_cache_hits_total"] == 2
        assert found["wengert_plan_cache_misses_total"] == 1
        assert found["wengert_instructions_total"] >= 3
        assert found["wengert_flops_total"] > 0
        for stage in STAGES:
            assert found[f"wengert_stage_seconds_count{{stage={stage}}}"] >= 1

    def test_graph_ids_are_counted(self, client: Client) -> None:
        answer = client.post("/gradient", LINE)
        client.gradient({**LINE, "graph": answer.headers["wengert-graph"]})
        client.post("/gradient", {**LINE, "graph": "sha256:" + "0" * 64})
        found = samples(client.get("/metrics").text)
        assert found["wengert_graph_store_hits_total"] == 1
        assert found["wengert_graph_store_misses_total"] == 1

    def test_clients_make_no_series(self, client: Client) -> None:
        def series() -> int:
            return len(samples(client.get("/metrics").text))

        client.get("/a")
        before = series()
        for number in range(50):
            client.get(f"/a/{number}")
            client.get(f"/ops/{number}")
            client.request(f"METHOD{number}", "/gradient")
        # Three more routes with their statuses, whatever the paths.
        assert series() - before < 100

    def test_every_kind_of_problem_is_a_cause(self, client: Client) -> None:
        found = samples(client.get("/metrics").text)
        for error in error_types():
            assert f"wengert_refusals_total{{cause={error.slug}}}" in found

    def test_what_scrapers_ask_for(self, client: Client) -> None:
        plain = client.get("/metrics")
        assert plain.headers["content-type"].startswith("text/plain")
        open_metrics = client.request(
            "GET", "/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}
        )
        assert open_metrics.headers["content-type"].startswith("application/openmetrics-text")
        assert open_metrics.text.endswith("# EOF\n")

    def test_they_can_be_switched_off(self, client_with: Callable[..., Client]) -> None:
        assert client_with(metrics=False).get("/metrics").status_code == 404

    def test_a_failed_request_is_a_refusal(self, client: Client, monkeypatch: Any) -> None:
        assert isinstance(client.app, Service)
        monkeypatch.setattr(client.app.workshop, "answer", None)
        assert client.post("/gradient", LINE).status_code == 500
        found = samples(client.get("/metrics").text)
        assert found["wengert_refusals_total{cause=internal-error}"] == 1
        assert found["wengert_requests_total{route=/gradient,status=500}"] == 1

    def test_the_page_lists_them(self, client: Client) -> None:
        page = (ROOT / "docs" / "observability.md").read_text()
        listed = set(re.findall(r"^\| `(wengert_\w+)`", page, re.MULTILINE))
        client.gradient(LINE)
        families = text_string_to_metric_families(client.get("/metrics").text)
        there = {
            family.name + ("_total" if family.type == "counter" else "")
            for family in families
            if family.name.startswith("wengert_")
        }
        assert listed == there
        assert {said[0] for said in (*WATCHED_COUNTERS.values(), *WATCHED_GAUGES.values())} <= listed

    @pytest.mark.parametrize("route", sorted(KNOWN_ROUTES))
    def test_every_route_is_counted_by_its_template(self, route: str, client: Client) -> None:
        method = "POST" if route in {known.path for known in ROUTES} else "GET"
        path = {"/ops/{name}": "/ops/sin", "/problems/{slug}": "/problems/not-found"}.get(route, route)
        path += "/swagger-ui.css" if path == "/swagger" else ""
        client.request(method, path, content=b"{}", headers={"content-type": "application/json"})
        counted = [key for key in samples(client.get("/metrics").text) if "requests_total" in key]
        assert [key for key in counted if f"route={route}," in key], counted

    def test_no_route_is_unknown(self, client: Client) -> None:
        for path in client.get("/openapi.json").json()["paths"]:
            assert path in KNOWN_ROUTES


class TestWorkers:
    def test_any_of_them_answers_for_all(self) -> None:
        with serve(workers=2) as server:

            def found() -> dict[str, float]:
                return samples(httpx.get(f"{server.url}/metrics", trust_env=False).text)

            def pids() -> set[str]:
                return {key for key in found() if key.startswith("wengert_worker_resident_memory_bytes")}

            until(lambda: found()["wengert_workers"] == 2)
            for _ in range(20):
                # A connection each, so that both are asked.
                httpx.post(f"{server.url}/gradient", json=LINE, trust_env=False)
            name = "wengert_requests_total{route=/gradient,status=200}"
            until(lambda: found().get(name) == 20)
            before = pids()
            assert len(before) == 2
            killed = int(re.findall(r"pid=(\d+)", min(before))[0])
            os.kill(killed, signal.SIGKILL)
            # What a dead worker held is not counted; the new one tells of itself a little after it is there.
            until(lambda: len(pids()) == found()["wengert_workers"] == 2 and min(before) not in pids())
            assert found()[name] == 20, "what it has done is"

    def test_a_stopping_server_says_so_and_still_answers(self) -> None:
        with serve(drain_seconds=2) as server, server.client() as client:
            server.signal(signal.SIGTERM)
            until(lambda: client.get("/readyz").status_code == 503)
            assert client.get("/readyz").json()["status"] == "starting or stopping"
            assert client.get("/livez").status_code == 200
            with server.client() as another:
                assert another.post("/gradient", json=LINE).json()["loss"] == 9.0
            assert server.exit_code() == 0


def lines(log: str) -> list[dict[str, Any]]:
    """The objects in a log, which has nothing else."""
    return [json.loads(line) for line in log.splitlines()]


class TestLogs:
    def test_a_line_for_each_request(self) -> None:
        with serve(log_format="json", log_requests=True) as server:
            with server.client() as client:
                answer = client.post("/gradient", json=LINE, headers={"X-Request-ID": "mine-1"})
                assert answer.headers["x-request-id"] == "mine-1"
                made = client.post("/gradient", json={}).headers["x-request-id"]
                assert re.fullmatch(r"[0-9a-f]{32}", made)
            until(lambda: made in server.log)
            by_id = {line.get("request_id"): line for line in lines(server.log)}
            good, bad = by_id["mine-1"], by_id[made]
            assert (good["route"], good["status"], good["method"]) == ("/gradient", 200, "POST")
            assert good["client"] == "127.0.0.1"
            assert good["bytes_in"] == len(answer.request.content)
            assert good["bytes_out"] == len(answer.content)
            assert set(good["stages_ms"]) <= {*STAGES}
            assert (bad["status"], bad["slug"]) == (422, "invalid-document")

    @pytest.mark.parametrize("form", ["json", "text"])
    def test_nothing_forges_a_line(self, form: str) -> None:
        forged = 'x", "level": "critical"}\n{"forged": 1}\n\x1b[31m\u2028'
        with serve(log_format=form, log_requests=True) as server:
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(
                    b"GET /%0a%7B%22forged%22:1%7D%1b[2J HTTP/1.1\r\nHost: a\r\n"
                    b"X-Request-ID: a\x01b\r\nUser-Agent: \x1b[31m\r\nConnection: close\r\n\r\n"
                )
                while connection.recv(65536):
                    pass
            with server.client() as client:
                client.get('/ops/"},{"forged":1')
                client.post("/gradient", json=document(node(forged, "sin", "x")))
                client.get("/livez")
            until(lambda: "/livez" in server.log)
            assert "\x1b" not in server.log
            for line in server.log.splitlines():
                if form == "json":
                    assert "forged" not in json.loads(line)
                else:
                    assert re.match(r"\d{4}-\d\d-\d\dT", line)

    @pytest.mark.parametrize("text", ["plain", 'a"b\\c', "a\nb\r\x00\x1b[1m", "\u2028é\ud800", "x" * 10_000])
    def test_quoted_text_is_one_json_string(self, text: str) -> None:
        found = quoted(text)
        assert found.isascii()
        assert found.isprintable()
        said = json.loads(found)
        assert said == text or (len(said) == LONGEST_TEXT and text.startswith(said[:-1]))

    def test_visible_text_is_one_line(self) -> None:
        assert visible("a\nb\x1b[0m") == "a\\nb\\x1b[0m"
        assert visible("ä b") == "ä b"

    def test_a_log_that_is_not_read_costs_lines_and_no_time(self) -> None:
        reading, writing = os.pipe()
        try:
            sink = Sink(writing)
            line = b"x" * 1023 + b"\n"
            for _ in range(3 * MOST_BYTES // len(line)):
                sink.put(line)
            assert sink.dropped > 0
            before = sink.dropped
            begun = time.monotonic()
            for _ in range(1000):
                sink.put(line)
            assert time.monotonic() - begun < 1
            assert sink.dropped >= before
            seen = 0
            # What was kept comes, in whole lines.
            while seen < MOST_BYTES // 2:
                seen += len(os.read(reading, 1 << 20))
        finally:
            os.close(reading)
            os.close(writing)

    def test_a_closed_standard_error_stops_nothing(self) -> None:
        sink = Sink(None)
        sink.put_now(b"lost\n")
        assert sink.dropped == 1


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes traces as an OpenTelemetry collector does."""

    seen: list[Any] = []  # noqa: RUF012  (one for the class)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            names = {a.key: a.value.string_value for a in resource.resource.attributes}
            self.seen += [(names, span) for scope in resource.scope_spans for span in scope.spans]
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The spans that were sent to a collector, which the environment names."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    Collector.seen = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield Collector.seen
    server.shutdown()
    server.server_close()
    thread.join()


class TestTraces:
    def test_a_request_is_a_span_with_its_stages(self, collector: list[Any]) -> None:
        trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
        with serve(traces=True, log_requests=True, log_format="json") as server:
            with server.client() as client:
                client.post("/gradient", json=LINE, headers={"traceparent": f"00-{trace}-{parent}-01"})
                client.post("/gradient", json={})
            server.signal(signal.SIGTERM)
            assert server.exit_code() == 0
            assert trace in server.log
        spans = {span.span_id: span for _, span in collector}
        assert all(names["service.name"] == "wengert" for names, _ in collector)
        [request] = [s for s in spans.values() if s.parent_span_id.hex() == parent]
        assert request.trace_id.hex() == trace
        assert request.name == "POST /gradient"
        attributes = {a.key: a.value for a in request.attributes}
        assert attributes["http.response.status_code"].int_value == 200
        assert attributes["wengert.instructions"].int_value >= 1
        stages = [s for s in spans.values() if s.parent_span_id == request.span_id]
        assert {s.name for s in stages} <= {*STAGES}
        assert len(stages) >= 3
        for stage in stages:
            assert request.start_time_unix_nano <= stage.start_time_unix_nano <= stage.end_time_unix_nano
            assert stage.end_time_unix_nano <= request.end_time_unix_nano
        refused = [
            {a.key: a.value for a in s.attributes} for s in spans.values() if s.name == "POST /gradient"
        ]
        assert "invalid-document" in {
            a["wengert.refusal"].string_value for a in refused if "wengert.refusal" in a
        }

    def test_nobody_who_takes_them_is_no_reason_to_fail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{nobody.getsockname()[1]}")
            with serve(traces=True) as server:
                with server.client() as client:
                    assert client.post("/gradient", json=LINE).json()["loss"] == 9.0
                server.signal(signal.SIGTERM)
                assert server.exit_code() == 0

    def test_without_the_library_the_start_says_what_is_missing(self, monkeypatch: Any) -> None:
        monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace", None)
        with pytest.raises(ValueError, match=r"wengert\[otel\]"):
            create_app(Settings(traces=True))


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prometheus that has scraped a server under some load, with the rules of deploy/."""
    folder = tmp_path_factory.mktemp("prometheus")
    shutil.copy(DEPLOY / "prometheus" / "alerts.yml", folder)
    with serve(workers=2) as server, socket.socket() as chosen:
        configuration = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
        configuration["global"] = {"scrape_interval": "500ms", "evaluation_interval": "500ms"}
        configuration["scrape_configs"][0]["static_configs"][0]["targets"] = [f"127.0.0.1:{server.port}"]
        (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
        chosen.close()
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            with server.client() as client:
                number = count()

                def loaded() -> bool:
                    client.post("/gradient", json=LINE)
                    new = document(node(f"y{next(number)}", "square", "x"), parameters={"x": 3.0})
                    answer = client.post("/gradient", json=new)
                    client.post("/gradient", json={**new, "graph": answer.headers["wengert-graph"]})
                    client.post("/gradient", json={})
                    client.get("/livez")
                    time.sleep(0.1)
                    counted = "sum(count_over_time(wengert_requests_total{route='/livez'}[1m]))"
                    try:
                        found = query(url, counted)
                    except httpx.TransportError:
                        return False
                    return bool(found) and float(found[0]["value"][1]) >= 6

                until(loaded)
            yield url
        finally:
            process.kill()
            process.wait()


@needs_prometheus
class TestDeploy:
    def test_rules(self) -> None:
        run = subprocess.run(
            ["promtool", "test", "rules", "alerts_test.yml"],
            cwd=DEPLOY / "prometheus",
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        tested = (DEPLOY / "prometheus" / "alerts_test.yml").read_text()
        for rule in ALERTS:
            assert f'alertname="{rule["alert"]}"' in tested
            assert set(rule["annotations"]) == {"summary", "action"}

    def test_configuration(self) -> None:
        run = subprocess.run(
            ["promtool", "check", "config", "prometheus.yml"],
            cwd=DEPLOY / "prometheus",
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr

    @pytest.mark.parametrize(("title", "expression"), QUERIES)
    def test_every_panel_shows_something(self, title: str, expression: str, prometheus: str) -> None:
        expression = expression.replace("$__rate_interval", "1m").replace("$job", "wengert")
        found = query(prometheus, expression.replace("$instance", ".*"))
        assert found, f"{title}: nothing for {expression}"
        assert any(sample["value"][1] != "NaN" for sample in found), f"{title}: no numbers"

    def test_a_service_in_order_raises_no_alert(self, prometheus: str) -> None:
        until(lambda: rules(prometheus)[0]["lastEvaluation"] > "2000")
        for rule in rules(prometheus):
            assert rule["health"] == "ok", rule
            assert rule["state"] == "inactive", rule

    def test_what_rules_read_is_there(self, prometheus: str) -> None:
        known = set(httpx.get(f"{prometheus}/api/v1/label/__name__/values", trust_env=False).json()["data"])
        read = {name for rule in ALERTS for name in re.findall(r"wengert_\w+", rule["expr"])}
        assert read <= known


def query(url: str, expression: str) -> list[Any]:
    """The samples that an expression gives now."""
    answer = httpx.get(f"{url}/api/v1/query", params={"query": expression}, trust_env=False).json()
    assert answer["status"] == "success", answer
    found: list[Any] = answer["data"]["result"]
    return found


def rules(url: str) -> list[Any]:
    """The alert rules, with their state."""
    answer = httpx.get(f"{url}/api/v1/rules", trust_env=False).json()
    found: list[Any] = answer["data"]["groups"][0]["rules"]
    return found


@pytest.mark.parametrize("file", sorted(DEPLOY.rglob("*.y*ml")), ids=lambda file: file.name)
def test_files_are_yaml_with_known_settings(file: Path) -> None:
    text = file.read_text()
    assert list(yaml.safe_load_all(text))
    for name in re.findall(r"WENGERT_(\w+)", text):
        assert name.lower() in Settings.model_fields
