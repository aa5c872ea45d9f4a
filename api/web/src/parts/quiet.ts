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

/** Where no frame comes, since nobody looks, what waits for one goes on after so many milliseconds. */
const UNSEEN = 250;

/** A signal that has the value of another once the next frame was painted.
 *
 * What takes long to follow from a click comes after what the click itself shows.
 */
export function afterFrame<T>(of: ReadonlySignal<T>): ReadonlySignal<T> {
  const follower = signal(of.peek());
  let [frame, timer] = [0, 0];
  const follow = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    follower.value = of.peek();
  };
  of.subscribe((value) => {
    if (value === follower.peek()) return;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = window.setTimeout(follow);
    });
    timer = window.setTimeout(follow, UNSEEN);
  });
  return follower;
}
