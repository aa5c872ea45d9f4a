/** What hands do on the picture: move and zoom it, point, click, double click. */

import { listen as listenToGestures, placeIn } from "../parts/gestures";
import type { Stage } from "./stage";
import type { Point } from "./view";

export interface Wishes {
  readonly hover: (what: string) => void;
  readonly select: (what: string) => void;
  readonly expand: (what: string) => void;
}

/** Listens on an element; returns what ends that. */
export function listen(element: HTMLElement, stage: Stage, wishes: Wishes): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let lastHover = 0;

  const at = (event: MouseEvent): Point => {
    const [x, y] = placeIn(element, event);
    return { x, y };
  };
  const point = (event: PointerEvent) => {
    if (event.pointerType === "touch" || event.buttons || lastHover) return;
    // Once a frame, however often the mouse tells.
    lastHover = requestAnimationFrame(() => {
      lastHover = 0;
      const what = stage.at(at(event));
      element.style.cursor = what ? "pointer" : "grab";
      wishes.hover(what);
    });
  };
  const end = listenToGestures(element, () => ({
    move: (dx, dy) => stage.pan(dx, dy),
    zoom: (factor, place) => stage.zoom(factor, place && { x: place[0], y: place[1] }),
    whole: () => stage.showAll(),
  }));
  element.addEventListener("pointermove", point, { signal });
  element.addEventListener("pointerleave", () => wishes.hover(""), { signal });
  element.addEventListener("click", (event) => wishes.select(stage.at(at(event))), { signal });
  element.addEventListener("dblclick", (event) => wishes.expand(stage.at(at(event))), { signal });
  return () => {
    end();
    ending.abort();
    cancelAnimationFrame(lastHover);
  };
}
