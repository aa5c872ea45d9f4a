import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { afterFrame, quiet } from "./quiet";

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

test("what follows a frame later hears only of the last value, though no frame comes", () => {
  vi.useFakeTimers();
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (then: () => void) => frames.push(then));
  vi.stubGlobal("cancelAnimationFrame", () => frames.pop());
  vi.stubGlobal("window", globalThis);
  const pressed = signal(0);
  const heard: number[] = [];
  afterFrame(pressed).subscribe((value) => heard.push(value));
  pressed.value = 1;
  pressed.value = 2;
  expect(heard).toEqual([0]);
  frames.pop()?.();
  vi.advanceTimersByTime(0);
  expect(heard).toEqual([0, 2]);
  pressed.value = 3;
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual([0, 2, 3]);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
