/** In a real browser, where there is one: a page loads dist and asks a service of another origin. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "./server.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const chromium = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));

test(
  "a page gets gradients, events, typed arrays and errors",
  { skip: !chromium && "no Chromium", timeout: 180_000 },
  async () => {
    let page = "";
    let hear: (said: string) => void;
    const said = new Promise<string>((resolve) => (hear = resolve));
    const pages = createServer(async (request, response) => {
      if (request.method === "POST") hear(Buffer.concat(await request.toArray()).toString());
      const name = /^\/dist\/(\w+\.js)$/.exec(request.url ?? "")?.[1];
      response.setHeader("content-type", name ? "text/javascript" : "text/html");
      response.end(name ? readFileSync(`${root}dist/${name}`) : page);
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    const url = await start({ WENGERT_CORS_ORIGINS: origin });
    page = `<script type="module">
    const said = [];
    try {
      const { graph, variable, Wengert } = await import("./dist/index.js");
      const service = new Wengert({ url: "${url}", encoding: "cbor" });
      const request = {
        graph: graph({ loss: variable("w").square().sum() }),
        parameters: { w: Float64Array.of(1, 2) },
      };
      said.push(...(await service.gradient(request)).gradients.w.data);
      for await (const { event } of service.minimizeEvents(request)) if (event === "answer") said.push(event);
      await service.gradient({ program: "loss = v" }).catch(({ name, faults }) => said.push(name, faults[0].pointer));
    } catch (error) {
      said.push(String(error));
    }
    await fetch("/said", { method: "POST", body: said.join(" ") });
  </script>`;
    const profile = mkdtempSync(`${tmpdir()}/wengert-`);
    const options = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      `--user-data-dir=${profile}`,
      "--remote-debugging-port=0",
    ];
    // A group of its own, so that the processes that it starts end with it and write no more into the profile.
    const browser = spawn(chromium as string, [...options, `${origin}/`], { stdio: "ignore", detached: true });
    const ended = once(browser, "exit");
    try {
      assert.equal(await said, "2 4 answer InvalidRequest /program");
    } finally {
      process.kill(-(browser.pid as number), "SIGKILL");
      await ended;
      pages.closeAllConnections();
      pages.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
    }
  },
);
