/** Server-sent events (WHATWG HTML, section 9.2), as far as answers use them. */

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** The events of a body; leaving early ends the request. */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      // Of a \r at the end it is not known whether a \n follows.
      const whole = done || !text.endsWith("\r") ? text : text.slice(0, -1);
      const blocks = whole.replace(/\r\n?/g, "\n").split("\n\n");
      text = (blocks.pop() as string) + text.slice(whole.length);
      for (const block of blocks) {
        const event = parsed(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parsed(block: string): ServerEvent | undefined {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { name, data: data.join("\n") } : undefined;
}
