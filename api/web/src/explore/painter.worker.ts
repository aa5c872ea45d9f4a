/** Paints pictures in a thread of its own, so that the page answers hands and keys meanwhile. */

import { type Look, paint } from "./paint";
import type { PaintedShape, Painting, Standing } from "./scene";

export type PaintTask =
  | { readonly shape: PaintedShape }
  | { readonly standing: Standing }
  | { readonly number: number; readonly look: Look; readonly ratio: number };

export interface Painted {
  readonly number: number;
  readonly bitmap: ImageBitmap;
}

let shape: PaintedShape | null = null;
let standing: Standing | null = null;

addEventListener("message", ({ data }: MessageEvent<PaintTask>) => {
  if ("shape" in data) shape = data.shape;
  else if ("standing" in data) standing = data.standing;
  else if (shape && standing) answer({ ...shape, ...standing }, data.number, data.look, data.ratio);
});

function answer(painting: Painting, number: number, look: Look, ratio: number): void {
  const { width, height } = look.size;
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  // Painted by this thread itself, not by a graphics card: where there is none, its driver would
  // queue whole pictures faster than it paints them, and all else would wait behind.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.scale(ratio, ratio);
  paint(context, painting, look);
  const bitmap = canvas.transferToImageBitmap();
  postMessage({ number, bitmap } satisfies Painted, { transfer: [bitmap] });
}
