/** A real server: that of WENGERT_URL, or one started here on a free port. */

import { type ChildProcess, spawn } from "node:child_process";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { Wengert, type Options } from "wengert";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

let started: Promise<string> | undefined;
const children: ChildProcess[] = [];

after(() => children.forEach((child) => child.kill("SIGKILL")));

/** Where it answers. */
export function server(): Promise<string> {
  started ??= process.env["WENGERT_URL"] ? Promise.resolve(process.env["WENGERT_URL"]) : start();
  return started;
}

/** A client of it. */
export async function client(options: Options = {}): Promise<Wengert> {
  return new Wengert({ url: await server(), ...options });
}

/** Starts one with these settings. */
export function start(settings: Record<string, string> = {}): Promise<string> {
  const serving = spawn(process.env["PYTHON"] ?? `${root}.venv/bin/python`, ["-m", "app", "--port", "0"], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(serving);
  return new Promise((resolve, reject) => {
    let log = "";
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const found = /running on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
      if (found?.[1]) resolve(found[1]);
    };
    serving.stdout.on("data", read);
    serving.stderr.on("data", read);
    serving.on("error", reject);
    serving.on("exit", () => reject(new Error(`the server ended:\n${log}`)));
  });
}
