/** Arrays as they travel (array objects in base64), as typed arrays with a shape, and as nested lists. */

import type { components } from "./schema.js";

/** An array in a document: its bytes little-endian, in C order. */
export type ArrayObject = components["schemas"]["ArrayObject"];

export type Dtype = ArrayObject["dtype"];

export type TypedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** A number, or lists of them to any depth. */
export type Nested = number | boolean | readonly Nested[];

/** An array in an answer: scalars are numbers, others lists or `NdArray`s, as the client's encoding has it. */
export type Value = number | boolean | bigint | readonly Value[] | NdArray;

/** A gradient that is zero outside some rows (`"sparse": true`); rows named twice add up. */
export interface IndexedSlices {
  object_type: "indexed_slices";
  shape: number[];
  indices: Value;
  values: Value;
}

/** What an answer has for an array. */
export type Answered = Value | IndexedSlices | null | undefined;

const HOLDERS = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  // Real and imaginary parts in turn.
  complex64: Float32Array,
  complex128: Float64Array,
} as const;

if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) {
  throw new Error("wengert needs a little-endian machine: its arrays travel as they stand in memory");
}

/** Elements in C order with their shape: what NumPy calls an ndarray. */
export class NdArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];

  /**
   * @param data - the elements; of complex numbers the real and imaginary parts in turn.
   * @param shape - by default one axis.
   * @param dtype - by default that of `data`; to be said for `"bool"` (a Uint8Array) and complex numbers.
   */
  constructor(
    readonly data: TypedArray,
    shape?: readonly number[],
    dtype?: Dtype,
  ) {
    this.dtype = dtype ?? dtypeOf(data);
    const parts = isComplex(this.dtype) ? 2 : 1;
    this.shape = shape ?? [data.length / parts];
    const needed = sizeOf(this.shape) * parts;
    if (needed !== data.length) {
      throw new RangeError(
        `shape [${this.shape.join(", ")}] needs ${needed} elements; there are ${data.length}`,
      );
    }
    if (HOLDERS[this.dtype].BYTES_PER_ELEMENT !== data.BYTES_PER_ELEMENT) {
      throw new TypeError(
        `${this.dtype} is held by a ${HOLDERS[this.dtype].name}; got a ${data.constructor.name}`,
      );
    }
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The bytes of the elements, not copied. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.data.buffer, this.data.byteOffset, this.data.byteLength);
  }

  /** The array as nested lists; a complex number is a pair [real part, imaginary part]. */
  toNested(): Nested {
    const elements = this.#elements();
    const shape = isComplex(this.dtype) ? [...this.shape, 2] : this.shape;
    return nest(elements, shape, 0, shape.length, 0, elements.length);
  }

  /** The array object that stands for it in a JSON document. */
  toJSON(): ArrayObject {
    return {
      object_type: "array",
      shape: [...this.shape],
      dtype: this.dtype,
      data: { buffer: toBase64(this.bytes), encoding: "base64" },
    };
  }

  #elements(): (number | boolean)[] {
    if (this.dtype === "bool") return Array.from(this.data as Uint8Array, (element) => element !== 0);
    return Array.from(this.data as ArrayLike<number | bigint>, (element) => {
      const number = Number(element);
      if (typeof element === "bigint" && !Number.isSafeInteger(number)) {
        throw new RangeError(`${element} is not exact as a number; read it from \`data\``);
      }
      return number;
    });
  }
}

/**
 * An array of nested lists.
 *
 * @throws RangeError if lists at one depth have different lengths.
 */
export function array(nested: Nested, dtype: Dtype = "float64"): NdArray {
  const shape: number[] = [];
  for (let part = nested; Array.isArray(part); part = part[0] as Nested) shape.push(part.length);
  if (isComplex(dtype) && shape.pop() !== 2) {
    throw new RangeError(`an element of ${dtype} is a pair [real part, imaginary part]`);
  }
  const full = isComplex(dtype) ? [...shape, 2] : shape;
  const elements: (number | boolean)[] = [];
  flatten(nested, full, 0, "", elements);
  const Holder = HOLDERS[dtype];
  const data =
    Holder === BigInt64Array || Holder === BigUint64Array
      ? (Holder as typeof BigInt64Array).from(elements, BigInt)
      : (Holder as typeof Float64Array).from(elements, Number);
  return new NdArray(data, shape, dtype);
}

/** The array that an array object stands for. */
export function fromObject(object: ArrayObject): NdArray {
  const { buffer, encoding } = object.data;
  if (encoding === "base64") return fromBytes(fromBase64(buffer as string), object.shape, object.dtype);
  const listed = array(finite(buffer) as Nested, object.dtype);
  return new NdArray(listed.data, object.shape, object.dtype);
}

/** The array whose elements are these bytes, which are copied only where they are not aligned. */
export function fromBytes(bytes: Uint8Array, shape: readonly number[] | undefined, dtype: Dtype): NdArray {
  const Holder = HOLDERS[dtype];
  const aligned = bytes.byteOffset % Holder.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  const length = bytes.byteLength / Holder.BYTES_PER_ELEMENT;
  return new NdArray(new Holder(aligned.buffer as ArrayBuffer, aligned.byteOffset, length), shape, dtype);
}

/**
 * The one number that a value is.
 *
 * @throws TypeError if it is none, or not exact as a number.
 */
export function asNumber(value: Answered): number {
  const only =
    value instanceof NdArray && value.size === 1 && !isComplex(value.dtype) ? value.data[0] : value;
  if (typeof only !== "number" && typeof only !== "bigint" && typeof only !== "boolean") {
    throw new TypeError(`not a single number: ${describe(value)}`);
  }
  if (typeof only === "bigint" && !Number.isSafeInteger(Number(only))) {
    throw new TypeError(`${only} is not exact as a number`);
  }
  return Number(only);
}

/** A value of an answer as an array, whichever way it came; slices with their zeros. */
export function asArray(value: Answered): NdArray {
  if (value instanceof NdArray) return value;
  if (value == null) throw new TypeError("not an array: null stands for no dependence");
  if (typeof value === "bigint") return new NdArray(BigInt64Array.of(value), []);
  return isSlices(value) ? whole(value) : array(asNested(value));
}

/** A value of an answer as a number or nested lists, whichever way it came. */
export function asNested(value: Answered): Nested {
  if (value instanceof NdArray) return value.toNested();
  if (Array.isArray(value)) return value.map((part: Value) => asNested(part));
  if (typeof value === "boolean") return value;
  return isSlices(value) ? whole(value).toNested() : asNumber(value);
}

function isSlices(value: Answered): value is IndexedSlices {
  return value !== null && typeof value === "object" && "object_type" in value;
}

function whole({ shape, indices, values }: IndexedSlices): NdArray {
  const data = new Float64Array(sizeOf(shape));
  const row = sizeOf(shape.slice(1));
  const rows = asArray(values).data;
  for (const [i, index] of asArray(indices).data.entries()) {
    const start = Number(index) * row;
    for (let k = 0; k < row; k++) data[start + k] = (data[start + k] as number) + Number(rows[i * row + k]);
  }
  return new NdArray(data, shape);
}

/** The scalar that an array without axes is; any other array as it is. */
export function withoutAxes(held: NdArray): Value {
  if (held.shape.length || isComplex(held.dtype)) return held;
  const [only] = held.data;
  if (held.dtype === "bool") return only !== 0;
  if (typeof only === "bigint") return Number.isSafeInteger(Number(only)) ? Number(only) : only;
  return only as number;
}

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** What stands in JSON for numbers that it cannot write, as numbers. */
export function finite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(finite);
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  return value;
}

export function isComplex(dtype: Dtype): boolean {
  return dtype === "complex64" || dtype === "complex128";
}

function dtypeOf(data: TypedArray): Dtype {
  if (data instanceof Uint8ClampedArray) return "uint8";
  for (const [dtype, Holder] of Object.entries(HOLDERS)) {
    if (dtype !== "bool" && data instanceof Holder) return dtype as Dtype;
  }
  throw new TypeError(`no dtype is held by a ${(data as object).constructor.name}`);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** The part of the elements from `start` to `end` as lists along the axes that are left. */
function nest(
  elements: readonly (number | boolean)[],
  shape: readonly number[],
  axis: number,
  rank: number,
  start: number,
  end: number,
): Nested {
  if (axis === rank) return elements[start] as number | boolean;
  const length = shape[axis] as number;
  const step = length ? (end - start) / length : 0;
  return Array.from({ length }, (_, i) =>
    nest(elements, shape, axis + 1, rank, start + i * step, start + (i + 1) * step),
  );
}

function flatten(
  part: Nested,
  shape: readonly number[],
  axis: number,
  place: string,
  found: (number | boolean)[],
): void {
  const length = shape[axis];
  if (Array.isArray(part) !== (length !== undefined) || (Array.isArray(part) && part.length !== length)) {
    const wanted = length === undefined ? "a number" : `a list of ${length}`;
    throw new RangeError(`ragged: expected ${wanted} at ${place || "the top"}, got ${describe(part)}`);
  }
  if (!Array.isArray(part)) found.push(part as number | boolean);
  else part.forEach((each: Nested, i) => flatten(each, shape, axis + 1, `${place}[${i}]`, found));
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof NdArray) return `an array of shape [${value.shape.join(", ")}], ${value.dtype}`;
  return String(value);
}

// Arguments of one call are limited in number.
const PIECE = 0x8000;

function toBase64(bytes: Uint8Array): string {
  if ("toBase64" in bytes) return (bytes as unknown as { toBase64(): string }).toBase64();
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  const native = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array };
  if (native.fromBase64) return native.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}
