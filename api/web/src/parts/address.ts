/** The state of a view in the address of its page, so that it can be shared. */

import { type Signal, signal } from "@preact/signals";

/** Reads and writes one value of a view as text; the usual one is left out of the address. */
export interface Part<T> {
  readonly usual: T;
  readonly read: (text: string) => T | null;
  readonly write: (value: T) => string;
}

export const word = (usual = ""): Part<string> => ({
  usual,
  read: (text) => text,
  write: (value) => value,
});

export const oneOf = <T extends string>(all: readonly T[], usual: T): Part<T> => ({
  usual,
  read: (text) => all.find((each) => each === text) ?? null,
  write: (value) => value,
});

export const numeral = (usual: number | null = null): Part<number | null> => ({
  usual,
  read: (text) => (/^-?\d+$/.test(text) ? Number(text) : null),
  write: (value) => (value === null ? "" : String(value)),
});

/** Several words, separated by spaces, of which none has one. */
export const words = (usual: readonly string[] = []): Part<readonly string[]> => ({
  usual,
  read: (text) => text.split(" ").filter(Boolean),
  write: (value) => value.join(" "),
});

/** A signal for a part of the address: what is set goes into it, in place of what it was.
 *
 * Where it is a step, Back leads to what was shown before it.
 */
export function inAddress<T>(name: string, part: Part<T>, { isStep = false } = {}): Signal<T> {
  const current = () => {
    const text = new URLSearchParams(location.search).get(name);
    return (text === null ? null : part.read(text)) ?? part.usual;
  };
  const value = signal<T>(current());
  value.subscribe((now) => {
    if (isStep && part.write(now) !== part.write(current())) {
      writer.write();
      history.pushState(history.state, "");
    }
    writer.put(name, part.write(now), part.write(part.usual));
  });
  addEventListener("popstate", () => {
    value.value = current();
  });
  return value;
}

/** Changes of the address that browsers surely take: Safari refuses more than 100 in 30 seconds. */
const AT_ONCE = 20;
const EACH = 400;

/** Writes into the address: at once, but of very many changes only the last of each moment. */
export class Writer {
  private readonly waiting = new Map<string, string | null>();
  private room = AT_ONCE;
  private since = performance.now();
  private timer = 0;

  constructor(private readonly replace: (url: URL) => void) {}

  /** Puts a text for a name into the address, or takes it out where it is the usual one. */
  put(name: string, text: string, usual: string): void {
    const there = this.waiting.has(name)
      ? this.waiting.get(name)
      : new URL(location.href).searchParams.get(name);
    if ((there ?? usual) === text) return;
    this.waiting.set(name, text === usual ? null : text);
    const now = performance.now();
    this.room = Math.min(AT_ONCE, this.room + (now - this.since) / EACH);
    this.since = now;
    if (this.room >= 1) this.write();
    else this.timer ||= window.setTimeout(() => this.write(), EACH);
  }

  /** Writes what waits. */
  write(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.waiting.size) return;
    const url = new URL(location.href);
    for (const [name, text] of this.waiting) {
      if (text === null) url.searchParams.delete(name);
      else url.searchParams.set(name, text);
    }
    this.room -= 1;
    try {
      this.replace(url);
      this.waiting.clear();
    } catch {
      // Refused for now, it is written with what comes next, or a moment later.
      this.timer = window.setTimeout(() => this.write(), 10 * EACH);
    }
  }
}

const writer = new Writer((url) => history.replaceState(history.state, "", url));

/** The address of what is shown, with all that was set. */
export function addressNow(): string {
  writer.write();
  return location.href;
}
