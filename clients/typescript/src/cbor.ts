/** As much of CBOR (RFC 8949) and its typed arrays (RFC 8746) as documents need. */

import { type Dtype, fromBytes, isComplex, isTypedArray, NdArray } from "./arrays.js";

const SHAPED = 40;
// Tags of typed arrays, little-endian.
const DTYPES: Readonly<Record<number, Dtype>> = {
  64: "uint8",
  69: "uint16",
  70: "uint32",
  71: "uint64",
  72: "int8",
  77: "int16",
  78: "int32",
  79: "int64",
  85: "float32",
  86: "float64",
};
const TAGS = new Map(Object.entries(DTYPES).map(([tag, dtype]) => [dtype, Number(tag)]));

// Major types.
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;

/** The bytes of a document; members that are undefined are left out. */
export function encodeCbor(document: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.write(document);
  return writer.bytes();
}

/**
 * The document of these bytes, with `NdArray`s for typed arrays.
 *
 * @throws SyntaxError if they are none.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const document = reader.read();
  if (reader.place !== bytes.length)
    throw new SyntaxError(`CBOR goes on after its end, at byte ${reader.place}`);
  return document;
}

class Writer {
  #buffer = new Uint8Array(1024);
  #length = 0;

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  write(value: unknown): void {
    if (value === null || value === undefined) this.#byte(0xf6);
    else if (typeof value === "boolean") this.#byte(value ? 0xf5 : 0xf4);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "bigint") this.#integer(value);
    else if (typeof value === "string") this.#bytes(TEXT, new TextEncoder().encode(value));
    else if (isTypedArray(value)) this.#array(new NdArray(value));
    else if (value instanceof NdArray) this.#array(value);
    else if (Array.isArray(value)) {
      this.#head(LIST, value.length);
      for (const item of value) this.write(item);
    } else this.#map(value as object);
  }

  #map(object: object): void {
    const members = Object.entries(object).filter(([, member]) => member !== undefined);
    this.#head(MAP, members.length);
    for (const [name, member] of members) {
      this.write(name);
      this.write(member);
    }
  }

  #array(array: NdArray): void {
    // Complex numbers have no tag of their own.
    if (isComplex(array.dtype)) return this.#map(array.toJSON());
    this.#head(TAG, SHAPED);
    this.#head(LIST, 2);
    this.write(array.shape);
    if (array.dtype === "bool")
      return this.write(Array.from(array.data as Uint8Array, (element) => element !== 0));
    this.#head(TAG, TAGS.get(array.dtype) as number);
    this.#bytes(BYTES, array.bytes);
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.#integer(value);
    this.#byte(0xfb);
    this.#grow(8);
    new DataView(this.#buffer.buffer).setFloat64(this.#length, value);
    this.#length += 8;
  }

  #integer(value: number | bigint): void {
    if (value >= 0) this.#head(UNSIGNED, value);
    else this.#head(NEGATIVE, typeof value === "bigint" ? -1n - value : -1 - value);
  }

  #bytes(kind: number, bytes: Uint8Array): void {
    this.#head(kind, bytes.length);
    this.#grow(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #head(kind: number, count: number | bigint): void {
    const size = count < 24 ? 0 : count < 0x100 ? 1 : count < 0x10000 ? 2 : count < 0x100000000 ? 4 : 8;
    this.#byte((kind << 5) | (size ? 24 + Math.log2(size) : Number(count)));
    this.#grow(size);
    const view = new DataView(this.#buffer.buffer);
    if (size === 1) view.setUint8(this.#length, Number(count));
    if (size === 2) view.setUint16(this.#length, Number(count));
    if (size === 4) view.setUint32(this.#length, Number(count));
    if (size === 8) view.setBigUint64(this.#length, BigInt(count));
    this.#length += size;
  }

  #byte(byte: number): void {
    this.#grow(1);
    this.#buffer[this.#length++] = byte;
  }

  #grow(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length + count));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

class Reader {
  place = 0;
  #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): unknown {
    const first = this.#view.getUint8(this.place++);
    const kind = first >> 5;
    if (kind === 7) return this.#simple(first);
    const count = this.#count(first & 31);
    switch (kind) {
      case UNSIGNED:
        return count;
      case NEGATIVE:
        return typeof count === "bigint" ? -1n - count : -1 - count;
      case BYTES:
        return this.#take(Number(count));
      case TEXT:
        return new TextDecoder().decode(this.#take(Number(count)));
      case LIST:
        return Array.from({ length: Number(count) }, () => this.read());
      case MAP:
        return Object.fromEntries(Array.from({ length: Number(count) }, () => [this.read(), this.read()]));
      default:
        return this.#tagged(Number(count));
    }
  }

  #count(extra: number): number | bigint {
    if (extra < 24) return extra;
    const at = this.place;
    this.place += 1 << (extra - 24);
    if (extra === 24) return this.#view.getUint8(at);
    if (extra === 25) return this.#view.getUint16(at);
    if (extra === 26) return this.#view.getUint32(at);
    if (extra !== 27) throw new SyntaxError(`CBOR of a length that is not known, at byte ${at}`);
    const count = this.#view.getBigUint64(at);
    return count <= Number.MAX_SAFE_INTEGER ? Number(count) : count;
  }

  #simple(first: number): unknown {
    if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    if (first === 0xf6 || first === 0xf7) return null;
    const at = this.place;
    if (first === 0xfa) {
      this.place += 4;
      return this.#view.getFloat32(at);
    }
    if (first === 0xfb) {
      this.place += 8;
      return this.#view.getFloat64(at);
    }
    if (first === 0xf9) {
      this.place += 2;
      return half(this.#view.getUint16(at));
    }
    throw new SyntaxError(`CBOR with 0x${first.toString(16)}, at byte ${at - 1}`);
  }

  #tagged(tag: number): unknown {
    if (tag === SHAPED) {
      const [shape, elements] = this.read() as [number[], NdArray | boolean[]];
      if (elements instanceof NdArray) return new NdArray(elements.data, shape, elements.dtype);
      return new NdArray(Uint8Array.from(elements, Number), shape, "bool");
    }
    const dtype = DTYPES[tag];
    const bytes = this.read();
    if (!dtype || !(bytes instanceof Uint8Array)) throw new SyntaxError(`CBOR with tag ${tag}`);
    return fromBytes(bytes, undefined, dtype);
  }

  #take(length: number): Uint8Array {
    const end = this.place + length;
    if (end > this.bytes.length) throw new SyntaxError("CBOR that ends too soon");
    const taken = this.bytes.subarray(this.place, end);
    this.place = end;
    return taken;
  }
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}
