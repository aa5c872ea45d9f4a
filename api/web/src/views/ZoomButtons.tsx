/** Buttons that do what gestures do. */

import type { ComponentChildren } from "preact";
import type { Gestures } from "../parts/gestures";
import { texts } from "../texts";

interface Props {
  readonly gestures: Gestures;
  /** What the button that shows everything says. */
  readonly whole: string;
  readonly children?: ComponentChildren;
}

export function ZoomButtons({ gestures, whole, children }: Props) {
  const { zoomIn, zoomOut } = texts.views.map;
  return (
    <div class="map-buttons">
      {(
        [
          [zoomIn, "+", 2],
          [zoomOut, "−", 0.5],
        ] as const
      ).map(([name, sign, factor]) => (
        <button key={sign} type="button" title={name} onClick={() => gestures.zoom(factor)}>
          <span aria-hidden="true">{sign}</span>
          <span class="hidden-label">{name}</span>
        </button>
      ))}
      <button type="button" onClick={gestures.whole}>
        {whole}
      </button>
      {children}
    </div>
  );
}
