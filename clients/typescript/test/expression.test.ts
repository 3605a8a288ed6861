import assert from "node:assert/strict";
import { test } from "node:test";
import * as wengert from "wengert";
import {
  add,
  clip,
  constant,
  graph,
  layer_norm,
  mean,
  mul,
  qr,
  scan,
  square,
  stack,
  sub,
  variable,
} from "wengert";

const w = variable("w");
const b = variable("b");
const x = constant("x");
const y = constant("y");

test("functions build the graph of the README", () => {
  const loss = square(sub(y, add(mul(w, x), b).as("y_pred")));
  assert.deepEqual(graph({ loss }), {
    nodes: [
      { name: "multiply", op: "multiply", inputs: ["w", "x"] },
      { name: "y_pred", op: "add", inputs: ["multiply", "b"] },
      { name: "subtract", op: "subtract", inputs: ["y", "y_pred"] },
      { name: "loss", op: "square", inputs: ["subtract"] },
    ],
    outputs: ["loss"],
  });
});

test("methods build the same", () => {
  const chained = graph({ loss: y.sub(w.mul(x).add(b)).square().mean({ keepdims: true }) });
  assert.deepEqual(chained, graph({ loss: mean(square(sub(y, add(mul(w, x), b))), { keepdims: true }) }));
});

test("what is used twice is there once", () => {
  const shared = w.mul(x);
  const made = graph({ loss: shared.add(shared).mul(shared) });
  assert.deepEqual(
    made.nodes.map(({ name }) => name),
    ["multiply", "add", "loss"],
  );
});

test("names of inputs and outputs come first, others give way", () => {
  const made = graph({ loss: variable("multiply").mul(2).mul(3), half: variable("loss_").div(2) });
  assert.deepEqual(
    made.nodes.map(({ name }) => name),
    ["multiply_2", "loss", "half"],
  );
  assert.deepEqual(made.outputs, ["loss", "half"]);
});

test("an output that is an input, a result or another output is an identity", () => {
  const [q, r] = qr(w).results(2);
  const total = q.sum();
  const made = graph({ w, v: w, r, total, again: total });
  assert.deepEqual(made.nodes.slice(2), [
    { name: "v", op: "identity", inputs: ["w"] },
    { name: "r", op: "identity", inputs: ["qr:1"] },
    { name: "again", op: "identity", inputs: ["total"] },
  ]);
  assert.deepEqual(made.outputs, ["w", "v", "r", "total", "again"]);
});

test("what is declared of inputs is in the graph", () => {
  const made = graph({ loss: constant("n", { dtype: "float64", shape: [null, 3] }).sum() });
  assert.deepEqual(made.inputs, { n: { dtype: "float64", shape: [null, 3] } });
});

test("optional operands stand among the attributes", () => {
  const [node] = graph({ h: layer_norm(x, { scale: w, axis: 1 }) }).nodes;
  assert.deepEqual(node, { name: "h", op: "layer_norm", inputs: ["x", "w"], axis: 1 });
  assert.throws(() => clip(x, { high: w }), /clip: high needs low/);
});

test("keys hold indices, ranges and index arrays", () => {
  const [node] = graph({ part: w.at(0, { start: 1 }, "...", null, y) }).nodes;
  assert.deepEqual(node, {
    name: "part",
    op: "getitem",
    inputs: ["w", "y"],
    key: [0, { start: 1 }, "...", null, { operand: 1 }],
  });
});

test("lists of operands, and operations whose names JavaScript reserves", () => {
  const made = graph({ a: stack([w, 1], { axis: 1 }), v: wengert.var(w), u: w.var() });
  assert.deepEqual(
    made.nodes.map(({ op, inputs }) => [op, inputs]),
    [
      ["stack", ["w", 1]],
      ["var", ["w"]],
      ["var", ["w"]],
    ],
  );
});

test("the body of a loop becomes a function; what does not depend on its arguments stays outside", () => {
  const walk = scan((h, each) => [h.mul(w.exp()).add(each).tanh().as("next"), 1], [0], [constant("xs")]);
  assert.deepEqual(graph({ loss: walk.result(0).sum() }), {
    functions: {
      function: {
        inputs: ["argument", "argument_2"],
        nodes: [
          { name: "multiply", op: "multiply", inputs: ["argument", "exp"] },
          { name: "add", op: "add", inputs: ["multiply", "argument_2"] },
          { name: "next", op: "tanh", inputs: ["add"] },
          { name: "identity", op: "identity", inputs: [1] },
        ],
        outputs: ["next", "identity"],
      },
    },
    nodes: [
      { name: "exp", op: "exp", inputs: ["w"] },
      { name: "scan", op: "scan", inputs: [0, "xs"], num_carry: 1, body: "function" },
      { name: "loss", op: "sum", inputs: ["scan:0"] },
    ],
    outputs: ["loss"],
  });
});

test("mistakes are said", () => {
  assert.throws(() => graph({}), /has an output/);
  assert.throws(() => graph({ w: x.add(1), v: w }), /two values are named 'w'/);
  assert.throws(() => graph({ a: x.exp().as("h").add(x.log().as("h")) }), /two values are named 'h'/);
  assert.throws(() => variable("a:0"), /has no colon/);
  assert.throws(() => w.as("v"), /is an input/);
  assert.throws(() => square((w as never) * 2), /has methods in place of operators/);
  assert.throws(() => wengert.map(() => undefined as never, constant("xs")), /returns expressions or numbers/);
  assert.throws(() => add(w, "x" as never), /add: an operand is an expression or a number; got x/);
  assert.throws(
    () => graph({ a: constant("n", { dtype: "int32" }).add(constant("n", { dtype: "int64" })) }),
    /'n' is declared in two ways/,
  );
  let leaked = w;
  wengert.map((each) => (leaked = each), constant("xs"));
  assert.throws(() => graph({ loss: leaked.exp() }), /used outside/);
});

test("long chains do not overflow the stack", () => {
  let sum = w;
  for (let i = 0; i < 20_000; i++) sum = sum.add(1);
  assert.equal(graph({ sum }).nodes.length, 20_000);
});
