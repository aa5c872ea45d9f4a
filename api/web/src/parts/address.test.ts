// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { Writer } from "./address";

test("what changes with every key is written often, but never more than browsers take", () => {
  vi.useFakeTimers();
  const urls: string[] = [];
  const writer = new Writer((url) => urls.push(url.search));
  for (let key = 1; key <= 300; key += 1) {
    writer.put("q", "x".repeat(key), "");
    vi.advanceTimersByTime(50);
  }
  vi.runAllTimers();
  expect(urls.length).toBeLessThan(70);
  expect(urls.at(-1)).toBe(`?q=${"x".repeat(300)}`);
  vi.useRealTimers();
});

test("a browser that refuses breaks nothing, and gets it later", () => {
  vi.useFakeTimers();
  const urls: string[] = [];
  let refuses = true;
  const writer = new Writer((url) => {
    if (refuses) throw new DOMException("too often", "SecurityError");
    urls.push(url.search);
  });
  writer.put("q", "Turku", "");
  refuses = false;
  writer.put("at", "1", "");
  expect(urls).toEqual(["?q=Turku&at=1"]);
  vi.useRealTimers();
});
