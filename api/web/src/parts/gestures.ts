/** Moving and zooming by mouse, touch and keys; what is done to the viewport is told to `on`. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

type At = readonly [number, number];

export interface Gestures {
  readonly move: (dx: number, dy: number) => void;
  /** Zooms by a factor about a point of the window, or about its middle. */
  readonly zoom: (factor: number, at?: At) => void;
  readonly whole: () => void;
  /** Where nothing moves up or down, these keys and wheels are left to the page. */
  readonly isFlat?: boolean;
}

const STEP = 60;
const FACTOR = 1.5;

const MOVES: Record<string, At> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** Does what a key means; returns whether it means anything. */
export function byKey(key: string, on: Gestures): boolean {
  const way = MOVES[key];
  if (way?.[1] && on.isFlat) return false;
  if (way) on.move(...way);
  else if (key === "+" || key === "=") on.zoom(FACTOR);
  else if (key === "-" || key === "_") on.zoom(1 / FACTOR);
  else if (key === "0") on.whole();
  else return false;
  return true;
}

/** How far a pointer may slip and still click. */
const SLIP = 4;

/** Where an event is within an element. */
export function placeIn(element: Element, event: MouseEvent): At {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** Lets an element of a component be moved and zoomed. */
export function useGestures(element: RefObject<SVGSVGElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => {
    if (element.current) return listen(element.current, () => latest.current);
    return undefined;
  }, []);
}

/** Lets an element be moved and zoomed; where a gesture moved it, its click is none.
 *
 * Returns what ends that.
 */
export function listen(element: Element, on: () => Gestures): () => void {
  const pointers = new Map<number, At>();
  let slipped = 0;
  const down = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, placeIn(element, event));
    if (pointers.size === 1) slipped = 0;
  };
  const drag = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = placeIn(element, event);
    slipped += Math.hypot(now[0] - before[0], now[1] - before[1]);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(on(), before, now, other);
    else if (slipped > SLIP) {
      // Only now, since a captured pointer clicks on what captured it.
      element.setPointerCapture(event.pointerId);
      on().move(now[0] - before[0], now[1] - before[1]);
    }
    pointers.set(event.pointerId, now);
  };
  const up = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
  };
  const click = (event: MouseEvent) => {
    // Listeners of the element itself do not hear it either.
    if (slipped > SLIP) event.stopImmediatePropagation();
    slipped = 0;
  };
  const wheel = (event: WheelEvent) => {
    // Without the focus, the wheel scrolls the page, as its reader expects.
    if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const factor = 2 ** ((-event.deltaY * lines) / (event.ctrlKey ? 120 : 300));
    on().zoom(factor, placeIn(element, event));
  };
  const stop = new AbortController();
  const { signal } = stop;
  const hear = (name: string, listener: (event: never) => void, options = {}) =>
    element.addEventListener(name, listener as EventListener, { signal, ...options });
  hear("pointerdown", down);
  hear("pointermove", drag);
  hear("pointerup", up);
  hear("pointercancel", up);
  hear("click", click, { capture: true });
  hear("wheel", wheel, { passive: false });
  return () => stop.abort();
}

/** Two fingers: the point between them stays under them, and they keep their distance. */
function pinch(on: Gestures, before: At, now: At, other: At): void {
  const far = (one: At) => Math.max(Math.hypot(one[0] - other[0], one[1] - other[1]), 1);
  const between = (one: At): At => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  const [from, to] = [between(before), between(now)];
  on.move(to[0] - from[0], to[1] - from[1]);
  on.zoom(far(now) / far(before), to);
}
