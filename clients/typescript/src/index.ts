/** Gradients over HTTP: a client of Wengert, and expressions to build its graphs from. */

export {
  array,
  type ArrayObject,
  asArray,
  asNested,
  asNumber,
  type Dtype,
  fromObject,
  type IndexedSlices,
  NdArray,
  type Nested,
  type TypedArray,
  type Value,
} from "./arrays.js";
export * from "./client.js";
export * from "./control.js";
export {
  DeadlineExceeded,
  type Fault,
  Forbidden,
  InvalidRequest,
  MalformedRequest,
  NoAnswer,
  NotFound,
  Overloaded,
  type Problem,
  ServiceFailed,
  TimedOut,
  TooLarge,
  TooManyRequests,
  Unauthorized,
  WengertError,
} from "./errors.js";
export {
  type Attributes,
  constant,
  type Declared,
  Expression,
  type Key,
  type Operand,
  variable,
} from "./expression.js";
export * from "./graph.js";
export * from "./operations.js";
export type { Call, Options } from "./transport.js";
export type * from "./types.js";
export type { Encoding } from "./wire.js";
