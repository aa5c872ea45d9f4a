/** What part of the plane is seen: where its middle is, and how many pixels a unit of it has. */

import type { Part } from "../parts/address";

export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The same for any window: how many times larger than where the whole picture is seen. */
export interface Sight {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** A sight in an address: x, y and zoom, separated by commas. */
export const sightPart: Part<Sight | null> = {
  usual: null,
  read: (text) => {
    const [x = Number.NaN, y = Number.NaN, zoom = Number.NaN] = text.split(",").map(Number);
    const isOne = [x, y, zoom].every(Number.isFinite) && zoom >= 0.25 && zoom <= 60;
    return isOne ? { x, y, zoom } : null;
  },
  write: (sight) =>
    sight ? `${sight.x.toFixed(0)},${sight.y.toFixed(0)},${sight.zoom.toFixed(2)}` : "",
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const toScreen = (view: View, size: Size, { x, y }: Point): Point => ({
  x: (x - view.x) * view.scale + size.width / 2,
  y: (y - view.y) * view.scale + size.height / 2,
});

export const toPlane = (view: View, size: Size, { x, y }: Point): Point => ({
  x: (x - size.width / 2) / view.scale + view.x,
  y: (y - size.height / 2) / view.scale + view.y,
});

/** Moves the view by pixels, as a hand moves paper. */
export const panned = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y - dy / view.scale,
});

/** Comes nearer by a factor; what is at a place of the screen stays there. */
export function zoomed(view: View, size: Size, factor: number, at: Point, fit: number): View {
  const scale = Math.min(Math.max(view.scale * factor, fit / 4), fit * 60);
  const before = toPlane(view, size, at);
  const after = toPlane({ ...view, scale }, size, at);
  return { x: view.x + before.x - after.x, y: view.y + before.y - after.y, scale };
}

/** So near does a picture of few things come by itself, in pixels for a unit. */
const NEAREST = 10;

/** The view that shows all of some points, with a margin for their names. */
export function fitted(xs: ArrayLike<number>, ys: ArrayLike<number>, size: Size): View {
  if (!xs.length) return { x: 0, y: 0, scale: 1 };
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < xs.length; i += 1) {
    left = Math.min(left, xs[i] ?? 0);
    right = Math.max(right, xs[i] ?? 0);
    top = Math.min(top, ys[i] ?? 0);
    bottom = Math.max(bottom, ys[i] ?? 0);
  }
  const margin = Math.min(48, size.width / 8);
  const scale = Math.min(
    (size.width - 2 * margin) / Math.max(right - left, 1),
    (size.height - 2 * margin) / Math.max(bottom - top, 1),
  );
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, NEAREST) };
}

/** How a picture painted for one view is to be moved and scaled to stand for another. */
export function between(painted: View, wanted: View, size: Size): string {
  const factor = wanted.scale / painted.scale;
  const origin = toScreen(wanted, size, painted);
  const dx = origin.x - (size.width / 2) * factor;
  const dy = origin.y - (size.height / 2) * factor;
  // By whole pixels nothing has to be smoothed, which takes long without a graphics card.
  if (factor === 1) return `translate(${Math.round(dx)}px, ${Math.round(dy)}px)`;
  return `matrix(${factor}, 0, 0, ${factor}, ${dx}, ${dy})`;
}
