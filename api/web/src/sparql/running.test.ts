// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { answer, phase, problem, run } from "./running";

afterEach(() => void vi.unstubAllGlobals());

const yes = () => Response.json({ head: {}, boolean: true });
const refused = () => Response.json({ detail: "too much" }, { status: 503 });

test("what becomes of a query that was replaced is not told of the one in its place", async () => {
  const ends: ((response: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => ends.push(resolve)));
  const first = run("ASK { ?a ?b ?c }", false);
  const second = run("ASK { }", false);
  ends[1]?.(yes());
  await second;
  ends[0]?.(refused());
  await first;
  expect(phase.value).toBe("done");
  expect(problem.value).toBeNull();
  expect(answer.value?.query).toBe("ASK { }");
});

test("an answer that comes late does not take the place of a newer one", async () => {
  const ends: ((response: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => ends.push(resolve)));
  const first = run("ASK { ?a ?b ?c }", false);
  const second = run("ASK { }", false);
  ends[1]?.(yes());
  await second;
  ends[0]?.(yes());
  await first;
  expect(answer.value?.query).toBe("ASK { }");
});
