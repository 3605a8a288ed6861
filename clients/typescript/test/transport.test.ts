import assert from "node:assert/strict";
import { test } from "node:test";
import * as wengert from "wengert";
import { NdArray, Wengert, WengertError } from "wengert";
import { json, problem, stub } from "./stub.js";

const program = "loss = square(w)";
const good = json({ loss: 1, gradients: {} });
const nodes = Array.from({ length: 9 }, (_, i) => ({ name: `n${i}`, op: "square" as const, inputs: ["w"] }));
const large = { graph: { nodes }, parameters: { w: 1 } };
const id = `sha256:${"0".repeat(64)}`;

test("after 429 and 503 it tries again, when the service says", async () => {
  const { fetch, asked } = stub(
    problem(429, {}, { "retry-after": "0" }),
    problem(503, {}, { "retry-after": "1" }),
    good,
  );
  const start = performance.now();
  assert.equal((await new Wengert({ fetch, retries: 2 }).gradient({ program })).loss, 1);
  assert.equal(asked.length, 3);
  assert.ok(performance.now() - start >= 1000);
});

test("a connection that broke is tried again, what is wrong is not", async () => {
  const broken = stub(new TypeError("fetch failed"), good);
  await new Wengert({ fetch: broken.fetch }).gradient({ program });
  assert.equal(broken.asked.length, 2);
  const wrong = stub(problem(422));
  await assert.rejects(new Wengert({ fetch: wrong.fetch }).gradient({ program }), wengert.InvalidRequest);
  assert.equal(wrong.asked.length, 1);
});

test("what cannot be written is not sent", async () => {
  const { fetch, asked } = stub(good);
  const circle: { w?: unknown } = {};
  circle.w = circle;
  await assert.rejects(new Wengert({ fetch }).gradient({ program, parameters: circle as never }), TypeError);
  assert.equal(asked.length, 0);
});

test("it gives up in the end, and says what it was told", async () => {
  const { fetch, asked } = stub(problem(429, {}, { "retry-after": "7", "x-request-id": "r1" }));
  await assert.rejects(new Wengert({ fetch, retries: 0 }).gradient({ program }), (error) => {
    assert.ok(error instanceof wengert.TooManyRequests);
    assert.deepEqual(
      [error.status, error.retryAfter, error.requestId, error.name],
      [429, 7, "r1", "TooManyRequests"],
    );
    return true;
  });
  assert.equal(asked.length, 1);
  const { fetch: none } = stub(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }));
  const gone = new Wengert({ fetch: none, retries: 0, url: "http://wengert.test/" });
  await assert.rejects(gone.gradient({ program }), {
    name: "NoAnswer",
    status: 0,
    detail: "http://wengert.test does not answer: ECONNREFUSED",
  });
});

test("an aborted request, or wait, ends with the signal's reason", async () => {
  const never = stub(
    (_, init) =>
      new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      }),
  );
  const controller = new AbortController();
  const asked = new Wengert({ fetch: never.fetch }).gradient({ program }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 10);
  await assert.rejects(asked, { name: "AbortError" });

  const busy = stub(problem(503, {}, { "retry-after": "60" }));
  const signal = AbortSignal.timeout(20);
  await assert.rejects(new Wengert({ fetch: busy.fetch }).gradient({ program }, { signal }), {
    name: "TimeoutError",
  });

  const early = stub(good);
  await assert.rejects(
    new Wengert({ fetch: early.fetch }).gradient({ program }, { signal: AbortSignal.abort() }),
  );
  assert.equal(early.asked.length, 0);
});

test("patience ends, and the request is not sent again", async () => {
  const never = stub(
    (_, init) =>
      new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      }),
  );
  await assert.rejects(
    new Wengert({ fetch: never.fetch, timeoutMs: 10 }).gradient({ program }),
    wengert.TimedOut,
  );
  assert.equal(never.asked.length, 1);
});

test("a graph that comes again is named, and sent whole where it is no longer known", async () => {
  const named = json({ loss: 1, gradients: {} }, { "wengert-graph": id });
  const { fetch, asked } = stub(named, named, problem(404), named, named);
  const client = new Wengert({ fetch });
  for (let i = 0; i < 4; i++) await client.gradient(large);
  const graphs = asked.map(({ body }) => (body as { graph: unknown }).graph);
  assert.deepEqual(graphs, [large.graph, id, id, large.graph, id]);
});

test("an id of one's own that is not known is an error", async () => {
  const { fetch, asked } = stub(problem(404));
  await assert.rejects(new Wengert({ fetch }).gradient({ graph: id }), wengert.NotFound);
  assert.equal(asked.length, 1);
});

test("keys, media types and values go out as the service reads them", async () => {
  const { fetch, asked } = stub(good);
  const client = new Wengert({ fetch, apiKey: "k", encoding: "base64", url: "http://h/prefix/" });
  await client.gradient({
    program,
    parameters: {
      w: [1, NaN, -Infinity],
      v: Float32Array.of(1),
      n: 5n,
      a: new NdArray(Int32Array.of(1, 2), [2, 1]),
    },
  });
  const [{ url, headers, body } = assert.fail()] = asked;
  assert.equal(url, "http://h/prefix/gradient");
  assert.equal(headers.get("authorization"), "Bearer k");
  assert.equal(headers.get("accept"), "application/json+base64");
  const { parameters } = body as { parameters: Record<string, unknown> };
  assert.deepEqual(parameters["w"], [1, "NaN", "-Infinity"]);
  assert.deepEqual(parameters["a"], {
    object_type: "array",
    shape: [2, 1],
    dtype: "int32",
    data: { buffer: "AQAAAAIAAAA=", encoding: "base64" },
  });
});

test("every status has its class, others the common one", async () => {
  const classes: [number, string][] = [
    [400, "MalformedRequest"],
    [401, "Unauthorized"],
    [403, "Forbidden"],
    [404, "NotFound"],
    [413, "TooLarge"],
    [418, "WengertError"],
    [422, "InvalidRequest"],
    [500, "ServiceFailed"],
    [503, "Overloaded"],
    [504, "DeadlineExceeded"],
  ];
  for (const [status, name] of classes) {
    const { fetch } = stub(problem(status));
    await assert.rejects(new Wengert({ fetch, retries: 0 }).gradient({ program }), { name, status });
  }
  const { fetch } = stub(new Response("<html>", { status: 502 }));
  await assert.rejects(new Wengert({ fetch }).gradient({ program }), (error) => {
    assert.ok(error instanceof WengertError && error instanceof Error);
    assert.equal(error.detail, "the answer has status 502");
    return true;
  });
});

function events(...chunks: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

async function heard(answer: Response): Promise<unknown[]> {
  const { fetch } = stub(() => answer);
  const said = [];
  for await (const event of new Wengert({ fetch }).minimizeEvents({ program })) said.push(event);
  return said;
}

test("events are read however they are cut", async () => {
  const chunks = [
    ...': hello\r\n\r\nevent: progress\r\ndata: {"loss":\r\ndata: "NaN"}\r\n\r\nevent: answer\ndata: {"loss":1}\n\n',
  ];
  assert.deepEqual(await heard(events(...chunks)), [
    { event: "progress", loss: NaN },
    { event: "answer", loss: 1 },
  ]);
});

test("a problem among the events, or an end too soon, is an error", async () => {
  const said = '{"type":"/problems/x","title":"T","status":422,"detail":"d","errors":[]}';
  await assert.rejects(heard(events(`event: problem\ndata: ${said}\n\n`)), wengert.InvalidRequest);
  await assert.rejects(heard(events('event: progress\ndata: {"loss":1}\n\n')), wengert.NoAnswer);
});
