/** Server-sent events of an answer (HTML, "Server-sent events"), with headers of our own. */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Yields the events of an answer as they come; what the server sends to stay connected is left out. */
export async function* events(response: Response): AsyncGenerator<ServerEvent> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting = (waiting + value).replaceAll("\r\n", "\n");
      const blocks = waiting.split("\n\n");
      waiting = blocks.pop() ?? "";
      yield* blocks.map(eventOf).filter((each) => each !== null);
    }
  } finally {
    await reader.cancel();
  }
}

/** Reads one block of lines; null where it is a comment alone. */
export function eventOf(block: string): ServerEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, name, value] = /^(event|data): ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value ?? event;
    else if (name === "data") data.push(value ?? "");
  }
  return data.length || event !== "message" ? { event, data: data.join("\n") } : null;
}
