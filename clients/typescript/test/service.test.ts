/** Against a real server. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as wengert from "wengert";
import {
  add,
  array,
  asArray,
  asNested,
  asNumber,
  constant,
  type Encoding,
  graph,
  mean,
  mul,
  NdArray,
  square,
  sub,
  variable,
  Wengert,
} from "wengert";
import { client, server } from "./server.js";

const described = new URL("../../../../openapi/openapi.json", import.meta.url);
const { paths } = JSON.parse(readFileSync(described, "utf8")) as { paths: Record<string, object> };

const w = variable("w");
const b = variable("b");
const x = constant("x");
const y = constant("y");
const line = { program: "y_pred = w * x + b\nloss = square(y - y_pred)" };
const point = { parameters: { w: 0.5, b: 1 }, constants: { x: 2, y: 3 } };
const ENCODINGS: Encoding[] = ["json", "base64", "cbor"];

test("linear regression: the loss is 1, its gradients -4 and -2, in every encoding", async () => {
  const loss = square(sub(y, add(mul(w, x), b)));
  for (const encoding of ENCODINGS) {
    const service = await client({ encoding });
    for (const asked of [line, { graph: graph({ loss }) }]) {
      const answer = await service.gradient({ ...asked, ...point });
      assert.deepEqual(answer, { loss: 1, gradients: { w: -4, b: -2 } });
    }
  }
});

test("builder and program answer the same, and are the same graph", async () => {
  const service = await client();
  const values = {
    parameters: {
      w: [
        [0.5, -1],
        [0.25, 2],
      ],
      b: [0.1, 0.2],
    },
    constants: { x: Float64Array.of(1, 2), y: [0.5, -0.5] },
  };
  const h = wengert.tanh(wengert.matmul(w, x).add(b)).as("h");
  const built = graph({ loss: mean(square(y.sub(h))) });
  const program = "h = tanh(w @ x + b)\nloss = mean(square(y - h))";
  assert.deepEqual(
    await service.gradient({ graph: built, ...values }),
    await service.gradient({ program, ...values }),
  );
  const { graph: read } = await service.graph({ program });
  const operations = (nodes: unknown): string[] => (nodes as { op: string }[]).map(({ op }) => op);
  assert.deepEqual(operations((read as unknown as { nodes: unknown }).nodes), operations(built.nodes));
});

test("arrays make the round trip with their dtypes", async () => {
  const constants = {
    f: new NdArray(Float32Array.of(1.5, NaN, -Infinity, 0.1), [2, 2]),
    i: Int32Array.of(1, -2),
    l: BigInt64Array.of(-(2n ** 62n), 7n),
    u: Uint8Array.of(0, 255),
    empty: new NdArray(new Float64Array(), [0, 3]),
    mask: array([[true], [false]], "bool"),
    z: array(
      [
        [1, 2],
        [3, -4],
      ],
      "complex128",
    ),
  };
  const outputs = Object.fromEntries(
    Object.keys(constants).map((name) => [`${name}_`, constant(name).positive()]),
  );
  delete outputs["mask_"];
  outputs["mask_"] = wengert.identity(constant("mask"));
  for (const encoding of ["base64", "cbor"] as const) {
    const service = await client({ encoding });
    const answer = await service.evaluate({ graph: graph(outputs), constants });
    for (const [name, sent] of Object.entries(constants)) {
      const got = asArray(answer.outputs[`${name}_`]);
      const given = sent instanceof NdArray ? sent : new NdArray(sent);
      assert.equal(got.dtype, given.dtype, `${name} as ${encoding}`);
      assert.deepEqual(got.shape, given.shape);
      assert.deepEqual(Array.from(got.data as Float64Array), Array.from(given.data as Float64Array));
    }
  }
});

test("lists keep what JSON cannot write", async () => {
  const service = await client();
  const answer = await service.evaluate({
    program: "a = x + 0.0\nb = zeros((0, 2))\nreturn a, b",
    constants: { x: [NaN, 1, -Infinity] },
  });
  assert.deepEqual(answer.outputs["a"], [NaN, 1, -Infinity]);
  assert.deepEqual(asArray(answer.outputs["b"]).shape, [0, 2]);
});

test("slices of a gradient are read with their zeros", async () => {
  const request = {
    program: "loss = sum(take(w, n, axis=0) ** 2)",
    parameters: {
      w: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    },
  };
  for (const encoding of ENCODINGS) {
    const service = await client({ encoding });
    const { gradients } = await service.gradient({ ...request, constants: { n: [2, 0, 2] }, sparse: true });
    assert.deepEqual(asNested(gradients["w"]), [
      [2, 4],
      [0, 0],
      [20, 24],
    ]);
  }
});

test("errors say where", async () => {
  const service = await client();
  const wrong = graph({ h: wengert.matmul(x, w) });
  const asked = service.gradient({
    graph: wrong,
    parameters: { w: [[1], [2], [3]] },
    constants: { x: [[1, 2]] },
  });
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof wengert.InvalidRequest);
    assert.equal(error.status, 422);
    assert.equal(error.type, "/problems/operation-error");
    assert.equal(error.faults[0]?.pointer, "/graph/nodes/0/inputs/1");
    assert.match(error.faults[0].detail, /matmul.*shape \(1, 2\).*shape \(3, 1\)/);
    return true;
  });
  await assert.rejects(
    service.gradient({ program: "a = w\nloss = a + wx", parameters: { w: 1 } }),
    (error) => {
      assert.ok(error instanceof wengert.InvalidRequest);
      const { pointer, line: at, column } = error.faults[0] as wengert.Fault;
      assert.deepEqual([pointer, at, column], ["/program", 2, 12]);
      return true;
    },
  );
});

test("nobody there is no answer", async () => {
  const nobody = new Wengert({ url: "http://127.0.0.1:9", retries: 0 });
  await assert.rejects(nobody.gradient({ ...line, ...point }), wengert.NoAnswer);
});

test("a request that is aborted ends", async () => {
  const service = await client();
  const controller = new AbortController();
  const asked = service.evaluate(
    {
      program: "y = while_loop(lambda x: x > 0, lambda x: x + 1.0, x, max_iterations=100000)",
      parameters: { x: 1 },
    },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(new Error("enough")), 5);
  await assert.rejects(asked, { message: "enough" });
});

const ROSENBROCK = {
  program: "loss = 100 * (y - x ** 2) ** 2 + (1 - x) ** 2",
  parameters: { x: -1.2, y: 1 },
};

test("a minimization tells its steps, then its answer", async () => {
  const service = await client({ encoding: "base64" });
  const steps: number[] = [];
  let found: number[] = [];
  for await (const said of service.minimizeEvents(ROSENBROCK)) {
    if (said.event === "progress") steps.push(said.step);
    else found = [asNumber(said.parameters["x"]), asNumber(said.parameters["y"])];
  }
  assert.ok(steps.length > 5 && steps[0] === 0);
  assert.deepEqual(
    found.map((each) => each.toFixed(3)),
    ["1.000", "1.000"],
  );
});

test("the events of a minimization may be left, aborted, or end in a problem", async () => {
  const service = await client();
  const long = { ...ROSENBROCK, method: "sgd", learning_rate: 1e-6, max_steps: 1_000_000 } as const;
  for await (const said of service.minimizeEvents(long))
    if (said.event === "progress" && said.step >= 2) break;
  const controller = new AbortController();
  await assert.rejects(
    async () => {
      for await (const _ of service.minimizeEvents(long, { signal: controller.signal })) controller.abort();
    },
    { name: "AbortError" },
  );
  const fails = {
    program: "loss = log(w)",
    parameters: { w: 0.1 },
    method: "sgd",
    learning_rate: 1,
    check_numerics: true,
  } as const;
  await assert.rejects(async () => {
    for await (const said of service.minimizeEvents(fails)) assert.equal(said.event, "progress");
  }, wengert.InvalidRequest);
});

test("a graph that comes again is sent by its id", async () => {
  const sizes: number[] = [];
  const service = await client({
    fetch: (input, init) => {
      sizes.push((init?.body as string).length);
      return fetch(input, init);
    },
  });
  let deep = w;
  for (let i = 0; i < 30; i++) deep = deep.sin();
  const request = { graph: graph({ loss: deep }), parameters: { w: 0.5 } };
  const first = await service.gradient(request);
  assert.deepEqual(await service.gradient(request), first);
  assert.equal(sizes.length, 2);
  assert.ok((sizes[0] as number) > 1000 && (sizes[1] as number) < 150);
});

test("loops, branches and closures are differentiated", async () => {
  const service = await client();
  const xs = constant("xs");
  const walk = wengert.scan(
    (h, each) => {
      const next = wengert.cond(
        each.greater(0),
        (a) => a.mul(w),
        (a) => wengert.call((c) => c.add(h), a),
        [each.add(h)],
      );
      return [next, h];
    },
    [0],
    [xs],
  );
  const [last, all] = walk.results(2);
  const halved = wengert.while_loop(
    (s) => s.greater(1),
    (s) => s.div(2),
    [last],
  );
  const each = wengert.map((a, c) => a.mul(c).mul(w.square()), all, xs);
  const built = graph({ loss: halved.add(each.sum()) });
  const program = `
def step(h, x):
    return cond(x > 0, lambda a: a * w, lambda a: a + h, x + h), h


last, all_ = scan(step, 0.0, xs)
loss = while_loop(lambda s: s > 1, lambda s: s / 2, last) + sum(map(lambda a, c: a * c * square(w), all_, xs))`;
  const values = { parameters: { w: 0.5 }, constants: { xs: [1.5, -2, 0.5, 3] } };
  const [a, c] = await Promise.all([
    service.gradient({ graph: built, ...values }),
    service.gradient({ program, ...values }),
  ]);
  assert.deepEqual(a, c);
  const checked = await service.check({ graph: built, ...values });
  assert.ok(checked.passed);
});

test("every other route answers", async () => {
  const service = await client();
  const cubic = { program: "loss = sum(x ** 3)", parameters: { x: [1, 2] } };
  assert.deepEqual((await service.hessian(cubic)).hessian["x"]?.["x"], [
    [6, 0],
    [0, 12],
  ]);
  assert.deepEqual(
    (await service.hvp({ ...cubic, vectors: { x: Float64Array.of(1, 1) } })).hvp["x"],
    [6, 12],
  );
  assert.deepEqual((await service.jacobian(cubic)).jacobian["loss"]?.["x"], [3, 12]);
  assert.deepEqual((await service.jvp({ ...cubic, tangents: { x: [1, 0] } })).tangents["loss"], 3);
  assert.deepEqual((await service.vjp({ ...cubic, output_gradients: { loss: 2 } })).gradients["x"], [6, 24]);
  const rows = {
    program: "loss = (w * x) ** 2",
    parameters: { w: 2 },
    constants: { x: [1, 3] },
    batched: ["x"],
  };
  assert.equal((await service.batch({ ...rows, reduce: "sum" })).gradients["w"], 40);
  assert.ok((await service.check(cubic)).sources["x"]);
  assert.equal(asNumber((await service.minimize(ROSENBROCK)).parameters["x"]).toFixed(3), "1.000");
  assert.equal((await service.estimate(cubic)).within_budget, true);
  assert.match(await service.picture(cubic), /^<svg/);
  assert.equal((await service.ready()).status, "ready");
  assert.equal((await service.operation("reduce_mean")).name, "mean");
  assert.deepEqual(asNested((await service.gradient({ ...cubic, target: ["loss", "loss"] })).loss), [9, 9]);
});

test("the client has every route that computes, and a function for every operation", async () => {
  const called = new Set<string>();
  const spy = new Wengert({
    url: await server(),
    retries: 0,
    fetch: (input) => {
      called.add(new URL(String(input)).pathname);
      return Promise.reject(new TypeError());
    },
  }) as unknown as Record<string, (request: object) => Promise<unknown>>;
  const methods = Object.getOwnPropertyNames(Wengert.prototype);
  const routes = methods.filter((name) => !["constructor", "url", "minimizeEvents"].includes(name));
  for (const name of routes) await assert.rejects(spy[name]!({}) as Promise<unknown>);
  const posts = Object.entries(paths).filter(([, route]) => "post" in route);
  for (const [path] of posts) assert.ok(called.has(path), path);

  const listed = await (await client()).operations();
  for (const { name } of listed)
    assert.equal(typeof (wengert as Record<string, unknown>)[name], "function", name);
});
