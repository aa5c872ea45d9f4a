/** What hands do on the picture: drag, wheel, pinch, click, double click. */

import type { Stage } from "./stage";
import type { Point } from "./view";

export interface Wishes {
  readonly hover: (what: string) => void;
  readonly select: (what: string) => void;
  readonly expand: (what: string) => void;
}

/** A hand that moves less than this many pixels clicks. */
const STILL = 4;

/** Listens on an element; returns what ends that. */
export function listen(element: HTMLElement, stage: Stage, wishes: Wishes): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const hands = new Map<number, Point>();
  let moved = 0;
  let lastHover = 0;

  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (!hands.size) moved = 0;
    hands.set(event.pointerId, at(event));
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const before = hands.get(event.pointerId);
    const now = at(event);
    if (!before) {
      if (event.pointerType === "touch" || lastHover) return;
      // Once a frame, however often the mouse tells.
      lastHover = requestAnimationFrame(() => {
        lastHover = 0;
        const what = stage.at(now);
        element.style.cursor = what ? "pointer" : "grab";
        wishes.hover(what);
      });
      return;
    }
    const other = [...hands].find(([id]) => id !== event.pointerId)?.[1];
    hands.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (other) pinch(stage, before, now, other);
    else if (moved > STILL) stage.pan(now.x - before.x, now.y - before.y);
  };
  const up = (event: PointerEvent) => {
    const was = hands.delete(event.pointerId);
    if (was && !hands.size && moved <= STILL && event.type === "pointerup") {
      wishes.select(stage.at(at(event)));
    }
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    stage.zoom(Math.exp(-event.deltaY * lines * 0.0016), at(event));
  };
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", up, { signal });
  element.addEventListener("pointerleave", () => wishes.hover(""), { signal });
  element.addEventListener("dblclick", (event) => wishes.expand(stage.at(at(event))), { signal });
  element.addEventListener("wheel", wheel, { signal, passive: false });
  return () => {
    ending.abort();
    cancelAnimationFrame(lastHover);
  };
}

/** Two fingers: what is between them stays between them. */
function pinch(stage: Stage, before: Point, now: Point, other: Point): void {
  const distance = (one: Point) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1);
  stage.zoom(distance(now) / distance(before), {
    x: (now.x + other.x) / 2,
    y: (now.y + other.y) / 2,
  });
  stage.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
}
