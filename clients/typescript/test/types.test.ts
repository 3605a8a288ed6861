/** What the compiler refuses: tsc fails where an expected error is none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { einsum, graph, sum, variable, type GradientAnswer, type Value, type Wengert } from "wengert";

test("operands, attributes, requests and answers have types", () => {
  const x = variable("x");
  sum(x, { axis: [0, 1], keepdims: true });
  // @ts-expect-error an axis is an integer
  sum(x, { axis: "first" });
  // @ts-expect-error it has no such attribute
  sum(x, { axes: 0 });
  // @ts-expect-error the subscripts are needed
  einsum([x, x]);
  // @ts-expect-error an output is an expression
  assert.throws(() => graph({ loss: "x" }));

  const compiled = (service: Wengert): void => {
    void service.gradient({
      program: "loss = x",
      parameters: { x: [[1], [2]] },
      target: ["loss"],
      dtype: "float32",
    });
    // @ts-expect-error the service has no such option
    void service.gradient({ progam: "loss = x" });
    // @ts-expect-error a value is numbers
    void service.gradient({ program: "loss = x", parameters: { x: "1" } });
    // @ts-expect-error no such mode
    void service.jacobian({ program: "loss = x", mode: "sideways" });
    const read = ({ loss, gradients, outputs }: GradientAnswer): unknown => {
      const value: Value = loss;
      // @ts-expect-error a gradient may be null
      const gradient: Value = gradients["x"];
      // @ts-expect-error outputs are there if asked for
      const output: Value = outputs["y"];
      return [value, gradient, output];
    };
    assert.ok(read);
  };
  assert.ok(compiled);
});
