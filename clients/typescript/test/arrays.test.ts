import assert from "node:assert/strict";
import { test } from "node:test";
import {
  array,
  asArray,
  asNested,
  asNumber,
  type Dtype,
  fromObject,
  NdArray,
  type TypedArray,
} from "wengert";

test("nested lists become an array and come back", () => {
  const made = array([
    [1, 2, 3],
    [4, 5, 6.5],
  ]);
  assert.deepEqual(made.shape, [2, 3]);
  assert.equal(made.dtype, "float64");
  assert.deepEqual(made.toNested(), [
    [1, 2, 3],
    [4, 5, 6.5],
  ]);
});

test("an array object is what the service documents", () => {
  assert.deepEqual(
    array([
      [1, 2],
      [3, 4],
    ]).toJSON(),
    {
      object_type: "array",
      shape: [2, 2],
      dtype: "float64",
      data: { encoding: "base64", buffer: "AAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEA=" },
    },
  );
});

const held: [TypedArray, Dtype][] = [
  [Float64Array.of(1.5, -0, NaN, Infinity), "float64"],
  [Float32Array.of(1.5, 0.1), "float32"],
  [Int8Array.of(-128, 127), "int8"],
  [Int16Array.of(-32768), "int16"],
  [Int32Array.of(-5, 2 ** 31 - 1), "int32"],
  [BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n), "int64"],
  [Uint8Array.of(255), "uint8"],
  [Uint8ClampedArray.of(255), "uint8"],
  [Uint16Array.of(65535), "uint16"],
  [Uint32Array.of(2 ** 32 - 1), "uint32"],
  [BigUint64Array.of(2n ** 64n - 1n), "uint64"],
];

test("every typed array keeps its elements and dtype through base64", () => {
  for (const [data, dtype] of held) {
    const back = fromObject(new NdArray(data).toJSON());
    assert.equal(back.dtype, dtype);
    assert.deepEqual(Array.from(back.data as Float64Array), Array.from(data as Float64Array));
  }
});

test("a part of a buffer is encoded without the rest", () => {
  const part = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
  assert.deepEqual(fromObject(new NdArray(part).toJSON()).toNested(), [2, 3]);
});

test("long arrays are encoded in pieces", () => {
  const data = Uint8Array.from({ length: 100_000 }, (_, i) => i);
  assert.deepEqual(fromObject(new NdArray(data).toJSON()).data, data);
});

test("booleans and complex numbers say their dtype", () => {
  assert.deepEqual(array([true, false], "bool").toNested(), [true, false]);
  const z = array(
    [
      [1, 2],
      [3, -4],
    ],
    "complex128",
  );
  assert.deepEqual(z.shape, [2]);
  assert.deepEqual(z.toNested(), [
    [1, 2],
    [3, -4],
  ]);
  assert.deepEqual(new NdArray(Float32Array.of(1, 2), [], "complex64").toNested(), [1, 2]);
});

test("shapes that lists cannot express are kept", () => {
  assert.deepEqual(new NdArray(new Float64Array(), [0, 3]).toNested(), []);
  assert.deepEqual(new NdArray(new Float64Array(), [2, 0]).toNested(), [[], []]);
  assert.deepEqual(array([[], []]).shape, [2, 0]);
  assert.deepEqual(array(5).shape, []);
});

test("an array object with a JSON buffer is read", () => {
  const object = {
    shape: [2, 1],
    dtype: "float32",
    data: { buffer: [[1], ["NaN"]], encoding: "json" },
  } satisfies Parameters<typeof fromObject>[0];
  assert.deepEqual(fromObject(object).toNested(), [[1], [NaN]]);
});

test("what is no array is refused with its place", () => {
  assert.throws(() => array([[1, 2], [3]]), /ragged: expected a list of 2 at \[1\], got a list of 1/);
  assert.throws(() => array([1, [2]]), /expected a number at \[1\]/);
  assert.throws(() => new NdArray(new Float64Array(3), [2, 2]), /needs 4 elements; there are 3/);
  assert.throws(() => new NdArray(new Float64Array(3), [3], "float32"), /float32 is held by a Float32Array/);
});

test("values are read as numbers, lists and arrays, whichever way they came", () => {
  assert.equal(asNumber(3), 3);
  assert.equal(asNumber(array([[3]])), 3);
  assert.equal(asNumber(new NdArray(BigInt64Array.of(7n))), 7);
  assert.throws(() => asNumber([3, 4]), /not a single number: a list of 2/);
  assert.throws(() => asNumber(null), /not a single number: null/);
  assert.throws(() => asNumber(2n ** 60n), /not exact/);
  assert.deepEqual(asNested([array([1, 2]), 3]), [[1, 2], 3]);
  assert.throws(() => new NdArray(BigInt64Array.of(2n ** 60n)).toNested(), /not exact/);
  assert.deepEqual(asArray([[1, 2]]).shape, [1, 2]);
  assert.equal(asArray(2n ** 60n).data[0], 2n ** 60n);
  assert.throws(() => asArray(null), /not an array/);
});
