/** Moving and zooming by mouse, touch and keys; what is done to the viewport is told to `on`. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Gestures {
  readonly move: (dx: number, dy: number) => void;
  /** Zooms by a factor about a point of the window, or about its middle. */
  readonly zoom: (factor: number, at?: readonly [number, number]) => void;
  readonly whole: () => void;
}

const STEP = 60;
const FACTOR = 1.5;

const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** Does what a key means; returns whether it means anything. */
export function byKey(key: string, on: Gestures): boolean {
  const way = MOVES[key];
  if (way) on.move(...way);
  else if (key === "+" || key === "=") on.zoom(FACTOR);
  else if (key === "-" || key === "_") on.zoom(1 / FACTOR);
  else if (key === "0") on.whole();
  else return false;
  return true;
}

/** How far a pointer may slip and still click. */
const SLIP = 4;

/** Lets an element be moved and zoomed; where a gesture moved it, its click is none. */
export function useGestures(element: RefObject<SVGSVGElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => {
    const svg = element.current;
    if (!svg) return;
    const pointers = new Map<number, readonly [number, number]>();
    let slipped = 0;
    const place = (event: MouseEvent): readonly [number, number] => {
      const box = svg.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const down = (event: PointerEvent) => {
      if (event.pointerType === "mouse" && event.button !== 0) return;
      pointers.set(event.pointerId, place(event));
      if (pointers.size === 1) slipped = 0;
    };
    const drag = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = place(event);
      slipped += Math.hypot(now[0] - before[0], now[1] - before[1]);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(latest.current, before, now, other);
      else if (slipped > SLIP) {
        // Only now, since a captured pointer clicks on what captured it.
        svg.setPointerCapture(event.pointerId);
        latest.current.move(now[0] - before[0], now[1] - before[1]);
      }
      pointers.set(event.pointerId, now);
    };
    const up = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
    };
    const click = (event: MouseEvent) => {
      if (slipped > SLIP) event.stopPropagation();
      slipped = 0;
    };
    const wheel = (event: WheelEvent) => {
      // Without the focus, the wheel scrolls the page, as its reader expects.
      if (!event.ctrlKey && !event.metaKey && !svg.contains(document.activeElement)) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      latest.current.zoom(
        2 ** ((-event.deltaY * lines) / (event.ctrlKey ? 120 : 300)),
        place(event),
      );
    };
    const stop = new AbortController();
    const { signal } = stop;
    svg.addEventListener("pointerdown", down, { signal });
    svg.addEventListener("pointermove", drag, { signal });
    svg.addEventListener("pointerup", up, { signal });
    svg.addEventListener("pointercancel", up, { signal });
    svg.addEventListener("click", click, { signal, capture: true });
    svg.addEventListener("wheel", wheel, { signal, passive: false });
    return () => stop.abort();
  }, []);
}

type At = readonly [number, number];

/** Two fingers: the point between them stays under them, and they keep their distance. */
function pinch(on: Gestures, before: At, now: At, other: At): void {
  const far = (one: At) => Math.max(Math.hypot(one[0] - other[0], one[1] - other[1]), 1);
  const between = (one: At): At => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  const [from, to] = [between(before), between(now)];
  on.move(to[0] - from[0], to[1] - from[1]);
  on.zoom(far(now) / far(before), to);
}
