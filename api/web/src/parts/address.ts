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

/** A signal for a part of the address; what is set goes into the address, and Back takes it back. */
export function inAddress<T>(name: string, part: Part<T>): Signal<T> {
  const current = () => {
    const text = new URLSearchParams(location.search).get(name);
    return (text === null ? null : part.read(text)) ?? part.usual;
  };
  const value = signal<T>(current());
  value.subscribe((now) => put(name, part.write(now), part.write(part.usual)));
  addEventListener("popstate", () => {
    value.value = current();
  });
  return value;
}

function put(name: string, text: string, usual: string): void {
  const url = new URL(location.href);
  if ((url.searchParams.get(name) ?? usual) === text) return;
  if (text === usual) url.searchParams.delete(name);
  else url.searchParams.set(name, text);
  history.replaceState(history.state, "", url);
}
