/** Documents to bodies and answers to values. */

import { type ArrayObject, finite, fromObject, isTypedArray, NdArray, withoutAxes } from "./arrays.js";
import { decodeCbor, encodeCbor } from "./cbor.js";

/** How arrays travel: answers as nested lists, as base64 in JSON, or all of it as CBOR. */
export type Encoding = "json" | "base64" | "cbor";

export const MEDIA_TYPES: Readonly<Record<Encoding, { readonly sent: string; readonly accepted: string }>> = {
  json: { sent: "application/json", accepted: "application/json" },
  base64: { sent: "application/json", accepted: "application/json+base64" },
  cbor: { sent: "application/cbor", accepted: "application/cbor" },
};

/** The JSON text of a part of a document; typed arrays become array objects. */
export function jsonOf(part: unknown): string {
  return JSON.stringify(part, (_, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    // JSON.stringify writes 0, and 1 / x changes its sign.
    if (Object.is(value, -0)) return new NdArray(Float64Array.of(-0), []).toJSON();
    if (typeof value === "bigint") return new NdArray(BigInt64Array.of(value), []).toJSON();
    return isTypedArray(value) ? new NdArray(value).toJSON() : value;
  });
}

/** The body of a request. */
export function bodyOf(document: unknown, encoding: Encoding): string | Uint8Array<ArrayBuffer> {
  return encoding === "cbor" ? encodeCbor(document) : jsonOf(document);
}

/** The document of an answer, by what it says it is. */
export async function documentOf(answer: Response): Promise<unknown> {
  const mediaType = answer.headers.get("content-type") ?? "";
  if (mediaType.startsWith("application/cbor")) return decodeCbor(new Uint8Array(await answer.arrayBuffer()));
  return mediaType.includes("json") ? answer.json() : answer.text();
}

/** An answer with values in place of what stands for them: arrays, NaN and the infinities. */
export function valuesIn(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(valuesIn);
  if (part instanceof NdArray) return withoutAxes(part);
  if (part === null || typeof part !== "object") return finite(part);
  if ((part as ArrayObject).object_type === "array") return withoutAxes(fromObject(part as ArrayObject));
  return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, valuesIn(member)]));
}
