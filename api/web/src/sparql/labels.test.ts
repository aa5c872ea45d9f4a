// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { here } from "../shell/here";
import { awaited, labels, wantLabels } from "./labels";

const thing = (name: string) => `${here.base}id/city/${name}`;
let asked: string[] = [];
let isAway = false;

/** Names each thing that is asked for by the end of its IRI. */
async function fetched(url: URL): Promise<Response> {
  const query = url.searchParams.get("query") ?? "";
  asked.push(query);
  if (isAway) return new Response("", { status: 503 });
  const iris = [...query.matchAll(/<([^>]*)>/g)].map((found) => found[1] ?? "");
  const bindings = iris.map((iri) => ({
    thing: { type: "uri", value: iri },
    label: { type: "literal", value: iri.split("/").at(-1) },
  }));
  return Response.json({ head: { vars: ["thing", "label"] }, results: { bindings } });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  asked = [];
  isAway = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("names are asked for once, and what is no IRI holds up nobody", async () => {
  wantLabels([thing("turku"), thing("not an iri"), "https://elsewhere.example/x"]);
  expect(awaited.value).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  wantLabels([thing("turku")]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(labels.value.get(thing("turku"))).toBe("turku");
  expect(asked).toHaveLength(1);
  expect(awaited.value).toBe(0);
});

test("names that did not come are asked for again, a few times and whenever they are in sight", async () => {
  isAway = true;
  wantLabels([thing("riga")]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
  expect(awaited.value).toBe(0);
  isAway = false;
  wantLabels([thing("riga")]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(labels.value.get(thing("riga"))).toBe("riga");
});

test("of very many names the oldest are forgotten, and can be asked for again", async () => {
  wantLabels(Array.from({ length: 50_000 }, (_, at) => thing(String(at))));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(labels.value.size).toBe(50_000);
  expect(labels.value.has(thing("turku"))).toBe(false);
  wantLabels([thing("turku")]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(labels.value.get(thing("turku"))).toBe("turku");
});
