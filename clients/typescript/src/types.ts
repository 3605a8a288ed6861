/** Requests and answers: those of the OpenAPI document, with arrays as values. */

import type { ArrayObject, NdArray, TypedArray, Value } from "./arrays.js";
import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];

/** A computation graph as the service reads it. */
export type Graph = Schemas["Graph"];

/** An array in a request: a number, nested lists, a typed array (one axis), an `NdArray`, an array object. */
export type Given =
  | number
  | bigint
  | boolean
  | "NaN"
  | "Infinity"
  | "-Infinity"
  | TypedArray
  | NdArray
  | ArrayObject
  | readonly Given[];

/** T with A wherever it has the document's arrays. */
type With<T, A> = unknown extends T
  ? T
  : Schemas["Array"] extends T
    ? A | With<Exclude<T, Schemas["Array"]>, A>
    : T extends object
      ? { [K in keyof T]: With<T[K], A> }
      : T;

type Valued = "parameters" | "constants" | "tangents" | "vectors" | "output_gradients";

/** A request: its values given in any form, its graph as a document or by its id. */
type Request<T> = { [K in keyof T]: K extends Valued ? With<T[K], Given> : T[K] };

type Asked<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { "application/json": infer T } } };
}
  ? Request<T>
  : never;

type Answered<P extends keyof paths, M extends "get" | "post" = "post"> = paths[P] extends {
  [K in M]: { responses: { 200: { content: { "application/json": infer T } } } };
}
  ? With<T, Value>
  : never;

export type GradientRequest = Asked<"/gradient">;
export type GradientAnswer = Answered<"/gradient">;
export type EvaluateRequest = Asked<"/evaluate">;
export type EvaluateAnswer = Answered<"/evaluate">;
export type VjpRequest = Asked<"/vjp">;
export type VjpAnswer = Answered<"/vjp">;
export type JvpRequest = Asked<"/jvp">;
export type JvpAnswer = Answered<"/jvp">;
export type JacobianRequest = Asked<"/jacobian">;
export type JacobianAnswer = Answered<"/jacobian">;
export type HessianRequest = Asked<"/hessian">;
export type HessianAnswer = Answered<"/hessian">;
export type HvpRequest = Asked<"/hvp">;
export type HvpAnswer = Answered<"/hvp">;
export type BatchRequest = Asked<"/batch">;
export type BatchAnswer = Answered<"/batch">;
export type CheckRequest = Asked<"/check">;
export type CheckAnswer = Answered<"/check">;
export type MinimizeRequest = Asked<"/minimize">;
export type MinimizeAnswer = Answered<"/minimize">;
export type EstimateRequest = Asked<"/estimate">;
export type EstimateAnswer = Schemas["EstimateAnswer"];
export type GraphRequest = Asked<"/graph">;
export type GraphAnswer = Schemas["GraphAnswer"];
export type PictureRequest = Asked<"/graph/picture">;
export type OperationSummary = Schemas["OperationSummary"];
export type OperationEntry = Schemas["OperationEntry"];
export type Health = Schemas["Health"];

/** A step of a minimization. */
export interface Progress {
  readonly step: number;
  readonly loss: number;
  readonly gradient_norm: number;
  readonly seconds: number;
  /** An upper estimate. */
  readonly seconds_left: number;
  /** Where it stands; left out past 100 elements. */
  readonly parameters?: Readonly<Record<string, Value>>;
}

/** What a minimization says as it goes: its steps, and at last its answer. */
export type MinimizeEvent =
  ({ readonly event: "progress" } & Progress) | ({ readonly event: "answer" } & MinimizeAnswer);
