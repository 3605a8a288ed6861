/** Requests to the service: tries again where that helps, and graphs by their id when they come again. */

import { errorOf, NoAnswer, NotFound, type Problem, TimedOut, WengertError } from "./errors.js";
import { type Document, Known } from "./known.js";
import { bodyOf, documentOf, type Encoding, MEDIA_TYPES } from "./wire.js";

export const EVENTS = "text/event-stream";
export const DEFAULT_URL = "http://127.0.0.1:8000";

export interface Options {
  /** Of the service; by default that of WENGERT_URL where there is an environment, or http://127.0.0.1:8000. */
  readonly url?: string | undefined;
  /** An API key or a bearer token; by default that of WENGERT_API_KEY. */
  readonly apiKey?: string | undefined;
  /** How long to wait for an answer; for events, until the first. 60 seconds. */
  readonly timeoutMs?: number | undefined;
  /** How often to try again after 429, 503 or a connection that broke: 3 times. */
  readonly retries?: number | undefined;
  /** How arrays travel: `"json"`. */
  readonly encoding?: Encoding | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** What may be said of one call. */
export interface Call {
  /** Aborts the request, and waiting for another try. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's. */
  readonly timeoutMs?: number | undefined;
}

interface Asked extends Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly document?: Document;
  readonly accept?: string;
}

const TRIED_AGAIN: ReadonlySet<number> = new Set([429, 503]);
// Between tries, if the service does not say when: half a second, doubled each time.
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export class Transport {
  readonly url: string;
  readonly #timeoutMs: number;
  readonly #retries: number;
  readonly #encoding: Encoding;
  readonly #fetch: typeof fetch;
  readonly #headers: Record<string, string> = {};
  readonly #known = new Known();

  constructor(options: Options) {
    this.url = (options.url ?? environment("WENGERT_URL") ?? DEFAULT_URL).replace(/\/+$/, "");
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#retries = options.retries ?? 3;
    this.#encoding = options.encoding ?? "json";
    // Browsers insist on being called by their own window.
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    const key = options.apiKey ?? environment("WENGERT_API_KEY");
    if (key) this.#headers["authorization"] = `Bearer ${key}`;
  }

  /** The document of an answer. */
  document(asked: Asked): Promise<unknown> {
    return this.#answered(asked, documentOf);
  }

  /** The body of an answer, as it comes. */
  stream(asked: Asked): Promise<ReadableStream<Uint8Array>> {
    return this.#answered(asked, (answer) => Promise.resolve(answer.body as ReadableStream<Uint8Array>));
  }

  async #answered<T>(asked: Asked, read: (answer: Response) => Promise<T>): Promise<T> {
    for (let attempt = 0; ;) {
      const { sent, text } = this.#known.short(asked.document ?? {});
      try {
        return await this.#once(asked, sent, text, read);
      } catch (error) {
        if (error instanceof NotFound && sent.graph !== asked.document?.graph) {
          this.#known.forget(text);
          continue;
        }
        const wait = this.#wait(error, attempt++);
        if (wait === undefined) throw error;
        await pause(wait, asked.signal);
      }
    }
  }

  async #once<T>(
    asked: Asked,
    sent: Document,
    text: string,
    read: (answer: Response) => Promise<T>,
  ): Promise<T> {
    const request = this.#request(asked, sent);
    const milliseconds = asked.timeoutMs ?? this.#timeoutMs;
    const patience = new Patience(milliseconds, asked.signal);
    try {
      const answer = await this.#fetch(this.url + asked.path, { ...request, signal: patience.signal });
      if (!answer.ok) throw errorOf(answer.status, await problemOf(answer), answer.headers);
      this.#known.learn(text, answer.headers.get("wengert-graph"));
      return await read(answer);
    } catch (error) {
      if (error instanceof WengertError) throw error;
      asked.signal?.throwIfAborted();
      if (patience.over) {
        const detail = `${this.url} has not answered within ${milliseconds} ms`;
        throw new TimedOut({ title: "No answer", detail, cause: error });
      }
      throw new NoAnswer({
        title: "No answer",
        detail: `${this.url} does not answer: ${reason(error)}`,
        cause: error,
      });
    } finally {
      // The body of a stream is still to be read.
      patience.end(asked.accept !== EVENTS);
    }
  }

  #request(asked: Asked, sent: Document): RequestInit {
    const { sent: contentType, accepted } = MEDIA_TYPES[this.#encoding];
    const headers: Record<string, string> = { ...this.#headers, accept: asked.accept ?? accepted };
    if (asked.method === "GET") return { headers };
    headers["content-type"] = contentType;
    return { method: "POST", headers, body: bodyOf(sent, this.#encoding) };
  }

  /** How long to wait before another try; undefined if there is to be none. */
  #wait(error: unknown, attempt: number): number | undefined {
    // What took too long would take as long again.
    const broken = error instanceof NoAnswer && !(error instanceof TimedOut);
    const refused = error instanceof WengertError && TRIED_AGAIN.has(error.status);
    if (attempt >= this.#retries || !(broken || refused)) return undefined;
    const said = error.retryAfter === undefined ? 0 : error.retryAfter * 1000;
    const doubled = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
    // Spread, so that clients that were turned away together do not come back together.
    return (said || doubled) * (1 + Math.random() / 4);
  }
}

/** A signal that aborts after some time, or with another one. */
class Patience {
  over = false;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  readonly #leave = (): void => this.#controller.abort(this.#outer?.reason);

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    outer?.throwIfAborted();
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      this.over = true;
      this.#controller.abort();
    }, milliseconds);
    outer?.addEventListener("abort", this.#leave);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the clock, and if all is read listening to the outer signal. */
  end(read: boolean): void {
    clearTimeout(this.#timer);
    if (read) this.#outer?.removeEventListener("abort", this.#leave);
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", leave);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", leave);
    if (signal?.aborted) leave();
  });
}

async function problemOf(answer: Response): Promise<Partial<Problem> | undefined> {
  if (!answer.headers.get("content-type")?.startsWith("application/problem+json")) return undefined;
  return (await answer.json()) as Partial<Problem>;
}

function reason(error: unknown): string {
  // Node hides what happened behind "fetch failed".
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
