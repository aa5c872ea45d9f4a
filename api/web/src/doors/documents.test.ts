// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow } from "./documents";

const stream = (...states: string[]) =>
  new Response(states.map((state) => `event: progress\ndata: {"state":"${state}"}\n\n`).join(""));
const state = (name: string) => Response.json({ state: name });
const away = () => new Response("", { status: 502 });

/** Lets the server give answers one after the other, each after no time. */
function server(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: URL) => {
    asked.push(url.pathname);
    const answer = answers.shift() ?? new TypeError("nothing more was to be asked");
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return asked;
}

async function followed(): Promise<string[]> {
  const states: string[] = [];
  const all = (async () => {
    for await (const each of follow("7")) states.push(each.state);
    return states;
  })();
  all.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  return all;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a stream that is cut off is followed again, until the document is done", async () => {
  const asked = server(stream("reading"), state("reading"), stream("writing"), state("done"));
  expect(await followed()).toEqual(["reading", "reading", "writing", "done"]);
  expect(asked).toEqual([
    "/documents/7/events",
    "/documents/7",
    "/documents/7/events",
    "/documents/7",
  ]);
});

test("a server that is away for a moment is waited for, and not for ever", async () => {
  server(away(), new TypeError("network"), stream("failed"), state("failed"));
  expect(await followed()).toEqual(["failed", "failed"]);
  server(...Array.from({ length: 9 }, away));
  await expect(followed()).rejects.toThrow("502");
});

test("a document that the server does not know is not asked for again", async () => {
  const asked = server(new Response("", { status: 404 }));
  await expect(followed()).rejects.toThrow("404");
  expect(asked).toHaveLength(1);
});
