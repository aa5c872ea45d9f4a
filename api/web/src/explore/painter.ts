/** The door to the worker that paints: always the newest wish, never two at once. */

import type { Look } from "./paint";
import type { Painted, PaintTask } from "./painter.worker";
import type { PaintedShape, Scene } from "./scene";

type Done = (bitmap: ImageBitmap, look: Look) => void;

interface Wish {
  readonly look: Look;
  readonly ratio: number;
  readonly done: Done;
}

export class Painter {
  private readonly worker = new Worker(new URL("./painter.worker.ts", import.meta.url), {
    type: "module",
  });
  private current: Wish | null = null;
  private next: Wish | null = null;
  private number = 0;
  private shape: PaintedShape | null = null;

  constructor() {
    this.worker.addEventListener("message", ({ data }: MessageEvent<Painted>) => {
      const wish = this.current;
      this.current = null;
      if (wish && data.number === this.number) wish.done(data.bitmap, wish.look);
      else data.bitmap.close();
      this.start();
    });
  }

  /** Takes what is to be painted; what did not change since is not sent again. */
  show({ painted, xs, ys }: Scene): void {
    if (painted !== this.shape) this.send({ shape: painted });
    this.shape = painted;
    this.send({ standing: { xs, ys } });
  }

  /** Paints what is seen, as soon as what is being painted is done; a later wish replaces it. */
  paint(look: Look, ratio: number, done: Done): void {
    this.next = { look, ratio, done };
    this.start();
  }

  stop(): void {
    this.worker.terminate();
  }

  private start(): void {
    if (this.current || !this.next) return;
    this.current = this.next;
    this.next = null;
    this.number += 1;
    const { look, ratio } = this.current;
    this.send({ number: this.number, look, ratio });
  }

  private send(task: PaintTask): void {
    this.worker.postMessage(task);
  }
}
