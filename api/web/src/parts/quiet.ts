/** Signals that follow others when these have rested. */

import { type ReadonlySignal, signal } from "@preact/signals";

/** A signal that has the value of another as soon as that did not change for some milliseconds. */
export function quiet<T>(of: ReadonlySignal<T>, milliseconds: number): ReadonlySignal<T> {
  const follower = signal(of.peek());
  let timer: ReturnType<typeof setTimeout> | undefined;
  of.subscribe((value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      follower.value = value;
    }, milliseconds);
  });
  return follower;
}
