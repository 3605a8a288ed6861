import assert from "node:assert/strict";
import { test } from "node:test";
import { array, NdArray } from "wengert";
import { decodeCbor, encodeCbor } from "#dist/cbor.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

// RFC 8949, appendix A.
const EXAMPLES: [unknown, string][] = [
  [0, "00"],
  [23, "17"],
  [24, "1818"],
  [1000, "1903e8"],
  [1000000, "1a000f4240"],
  [1000000000000, "1b000000e8d4a51000"],
  [18446744073709551615n, "1bffffffffffffffff"],
  [-1, "20"],
  [-1000, "3903e7"],
  [1.1, "fb3ff199999999999a"],
  [-0, "fb8000000000000000"],
  [false, "f4"],
  [true, "f5"],
  [null, "f6"],
  ["IETF", "6449455446"],
  ["\u6c34", "63e6b0b4"],
  [[1, [2, 3]], "8201820203"],
  [{ a: 1, b: [2, 3] }, "a26161016162820203"],
];

test("documents are written and read as the RFC has them", () => {
  for (const [value, written] of EXAMPLES) {
    assert.equal(hex(encodeCbor(value)), written);
    assert.deepEqual(decodeCbor(bytes(written)), value);
  }
});

test("shorter floats are read", () => {
  assert.equal(decodeCbor(bytes("f93c00")), 1);
  assert.equal(decodeCbor(bytes("f90001")), 5.960464477539063e-8);
  assert.equal(decodeCbor(bytes("f9fc00")), -Infinity);
  assert.equal(decodeCbor(bytes("fa47c35000")), 100000);
});

test("arrays keep shape and dtype", () => {
  const arrays = [
    array([[1, NaN]]),
    array([[1], [2]], "int64"),
    array([true, false], "bool"),
    array([], "float32"),
  ];
  for (const one of arrays) {
    const back = decodeCbor(encodeCbor(one)) as NdArray;
    assert.equal(back.dtype, one.dtype);
    assert.deepEqual(back.shape, one.shape);
    assert.deepEqual(back.toNested(), one.toNested());
  }
  assert.equal(hex(encodeCbor(Uint8Array.of(7))), "d828828101d8404107");
});

test("members that are undefined are left out", () => {
  assert.deepEqual(decodeCbor(encodeCbor({ a: undefined, b: 1 })), { b: 1 });
});

test("what is no document is refused", () => {
  assert.throws(() => decodeCbor(bytes("0000")), SyntaxError);
  assert.throws(() => decodeCbor(bytes("6449")), SyntaxError);
  assert.throws(() => decodeCbor(bytes("9f")), /length that is not known/);
  assert.throws(() => decodeCbor(bytes("c000")), /tag 0/);
});
