/** A `fetch` that answers what a test says, and remembers what was asked. */

import type { Options } from "wengert";

export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

type Answer = Response | Error | ((asked: Asked, init: RequestInit) => Response | Promise<Response>);

export function stub(...answers: Answer[]): { fetch: NonNullable<Options["fetch"]>; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: async (input, init = {}) => {
      const text = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : init.body;
      const request = { url: String(input), headers: new Headers(init.headers), body: text };
      asked.push(request);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      if (typeof answer === "function") return answer(request, init);
      return (answer as Response).clone();
    },
  };
}

export function json(document: unknown, headers: Record<string, string> = {}, status = 200): Response {
  const type = status === 200 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(document), { status, headers: { "content-type": type, ...headers } });
}

export function problem(status: number, more: object = {}, headers: Record<string, string> = {}): Response {
  return json({ type: "/problems/x", title: "T", status, detail: "d", ...more }, headers, status);
}
