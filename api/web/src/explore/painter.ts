/** The door to the worker that paints: always the newest wish, never two at once.
 *
 * Large pictures wait until hands rest: painting them takes a core for longer than a frame, and
 * without a graphics card the browser needs all cores to move the picture that is there.
 */

import type { Look } from "./paint";
import type { Painted, PaintTask } from "./painter.worker";
import type { PaintedShape, Scene } from "./scene";

type Done = (bitmap: ImageBitmap, look: Look) => void;

/** Of what the last painting took, so much is rest; at most so many milliseconds. */
const REST = 3;
const LONGEST_REST = 300;
/** After so many rests it paints though hands still move. */
const RESTS = 4;

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
  /** When the worker began, how long it may be left alone, and when the next wish is due. */
  private begun = 0;
  private rest = 0;
  private due = 0;
  /** Since when hands move and nothing was painted; 0 where neither is so. */
  private moving = 0;
  /** Whether what waits for the worker is more than another place of the same picture. */
  private isUrgent = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.worker.addEventListener("message", ({ data }: MessageEvent<Painted>) => {
      const wish = this.current;
      this.current = null;
      this.rest = Math.min(REST * (performance.now() - this.begun), LONGEST_REST);
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
    this.due = this.moving = 0;
    this.isUrgent = true;
    this.want({ look, ratio, done });
  }

  /** The same for a picture that a hand moves: it may wait until the hand rests. */
  paintMoved(look: Look, ratio: number, done: Done): void {
    if (!this.isUrgent) {
      const now = performance.now();
      this.moving ||= now;
      this.due = Math.min(now + this.rest, this.moving + RESTS * this.rest);
    }
    this.want({ look, ratio, done });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.worker.terminate();
  }

  private want(wish: Wish): void {
    this.next = wish;
    this.start();
  }

  private start(): void {
    clearTimeout(this.timer);
    if (this.current || !this.next) return;
    const now = performance.now();
    if (now < this.due) {
      this.timer = setTimeout(() => this.start(), this.due - now);
      return;
    }
    this.current = this.next;
    this.next = null;
    this.begun = now;
    this.moving = 0;
    this.isUrgent = false;
    this.number += 1;
    const { look, ratio } = this.current;
    this.send({ number: this.number, look, ratio });
  }

  private send(task: PaintTask): void {
    this.worker.postMessage(task);
  }
}
