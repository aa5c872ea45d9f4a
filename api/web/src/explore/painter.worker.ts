/** Paints pictures in a thread of its own, so that the page answers hands and keys meanwhile. */

import { type Look, paint } from "./paint";
import type { Scene } from "./scene";

export type PaintTask =
  | { readonly scene: Scene }
  | { readonly number: number; readonly look: Look; readonly ratio: number };

export interface Painted {
  readonly number: number;
  readonly bitmap: ImageBitmap;
}

let scene: Scene | null = null;

addEventListener("message", ({ data }: MessageEvent<PaintTask>) => {
  if ("scene" in data) scene = data.scene;
  else if (scene) answer(scene, data.number, data.look, data.ratio);
});

function answer(painted: Scene, number: number, look: Look, ratio: number): void {
  const { width, height } = look.size;
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  paint(context, painted, look);
  const bitmap = canvas.transferToImageBitmap();
  postMessage({ number, bitmap } satisfies Painted, { transfer: [bitmap] });
}
