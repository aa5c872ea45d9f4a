import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { quiet } from "./quiet";

test("what follows a signal hears only of what stayed", () => {
  vi.useFakeTimers();
  const typed = signal("");
  const heard: string[] = [];
  quiet(typed, 150).subscribe((value) => heard.push(value));
  for (const text of ["T", "Tu", "Tur"]) {
    typed.value = text;
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(100);
  typed.value = "Turku";
  vi.advanceTimersByTime(200);
  expect(heard).toEqual(["", "Tur", "Turku"]);
  vi.useRealTimers();
});
