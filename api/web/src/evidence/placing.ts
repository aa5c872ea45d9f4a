/** Where a popover stands. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels between the popover and its fact, and from the edge of the window. */
const GAP = 6;
const MARGIN = 8;

/** The corner of a popover of a size beside what it belongs to: below it, else above, within view. */
export function placed(beside: Edges, size: Size, view: Size): { left: number; top: number } {
  const below = beside.bottom + GAP;
  const above = beside.top - GAP - size.height;
  const hasRoom = below + size.height <= view.height - MARGIN || above < MARGIN;
  const top = hasRoom ? Math.min(below, view.height - MARGIN - size.height) : above;
  const left = Math.min(beside.left, view.width - MARGIN - size.width);
  return { left: Math.max(MARGIN, left), top: Math.max(MARGIN, top) };
}
