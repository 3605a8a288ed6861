/**
 * What goes wrong, one class for each status.
 *
 *     WengertError
 *       NoAnswer             no connection, or it broke
 *         TimedOut           none within the client's patience
 *       MalformedRequest     400
 *       Unauthorized         401
 *       Forbidden            403
 *       NotFound             404
 *       TooLarge             413
 *       InvalidRequest       422
 *       TooManyRequests      429
 *       ServiceFailed        500
 *       Overloaded           503
 *       DeadlineExceeded     504
 */

import type { components } from "./schema.js";

/** A problem document (RFC 9457), as the service answers it. */
export type Problem = components["schemas"]["Problem"];

/** One thing that is wrong in a request. */
export interface Fault {
  /** Where in the document (RFC 6901). */
  readonly pointer: string;
  /** What, and what would have been right. */
  readonly detail: string;
  /** The line of the program, from 1, if the graph was written as one. */
  readonly line?: number;
  /** The column in that line, from 1. */
  readonly column?: number;
}

/** What an error is made of. */
export interface Said {
  readonly status?: number;
  readonly type?: string;
  readonly title: string;
  readonly detail: string;
  readonly faults?: readonly Fault[];
  readonly requestId?: string;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** The service did not answer a request. */
export class WengertError extends Error {
  /** Of the answer; 0 if there was none. */
  readonly status: number;
  /** A path at which the service explains the kind of problem; stable. */
  readonly type: string;
  /** The kind of problem in words. */
  readonly title: string;
  /** What is wrong, and what would have been right. */
  readonly detail: string;
  /** All places that are wrong. */
  readonly faults: readonly Fault[];
  /** Finds the request in the service's log. */
  readonly requestId: string;
  /** When to try again, in seconds, if the service says. */
  readonly retryAfter: number | undefined;

  constructor(said: Said) {
    super(said.detail, said.cause === undefined ? undefined : { cause: said.cause });
    this.name = new.target.name;
    this.status = said.status ?? 0;
    this.type = said.type ?? "about:blank";
    this.title = said.title;
    this.detail = said.detail;
    this.faults = said.faults ?? [];
    this.requestId = said.requestId ?? "";
    this.retryAfter = said.retryAfter;
  }
}

/** No connection, or it broke. */
export class NoAnswer extends WengertError {}

/** No answer within the client's patience. */
export class TimedOut extends NoAnswer {}

/** The body is no document. */
export class MalformedRequest extends WengertError {}

/** The service asks for a key, and this one it does not know. */
export class Unauthorized extends WengertError {}

/** The key does not allow this. */
export class Forbidden extends WengertError {}

/** Nothing has this name. */
export class NotFound extends WengertError {}

/** The body is longer than the service takes. */
export class TooLarge extends WengertError {}

/** Something in the document does not fit, or would take too much; `faults` says where. */
export class InvalidRequest extends WengertError {}

/** Over the rate that the service allows. */
export class TooManyRequests extends WengertError {}

/** A defect of the service; `requestId` finds it in its log. */
export class ServiceFailed extends WengertError {}

/** The service has too much to do. */
export class Overloaded extends WengertError {}

/** The work was stopped. */
export class DeadlineExceeded extends WengertError {}

const BY_STATUS: Readonly<Record<number, new (said: Said) => WengertError>> = {
  400: MalformedRequest,
  401: Unauthorized,
  403: Forbidden,
  404: NotFound,
  413: TooLarge,
  422: InvalidRequest,
  429: TooManyRequests,
  500: ServiceFailed,
  503: Overloaded,
  504: DeadlineExceeded,
};

/** The error for a problem document, or for an answer that has none (a proxy's, say). */
export function errorOf(
  status: number,
  problem: Partial<Problem> | undefined,
  headers?: Headers,
): WengertError {
  const after = headers?.get("retry-after") ?? "";
  return new (BY_STATUS[status] ?? WengertError)({
    status,
    type: problem?.type ?? "about:blank",
    title: problem?.title ?? "No problem document",
    detail: problem?.detail ?? `the answer has status ${status}`,
    faults: (problem?.errors ?? []).map(({ pointer, detail, line, column }) => ({
      pointer,
      detail,
      ...(line == null ? {} : { line }),
      ...(column == null ? {} : { column }),
    })),
    requestId: headers?.get("x-request-id") ?? problem?.request_id ?? "",
    retryAfter: /^\d+$/.test(after) ? Number(after) : undefined,
  });
}
