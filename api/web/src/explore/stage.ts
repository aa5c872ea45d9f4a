/** Two canvases over each other: the picture that the worker painted, and what is marked in it.
 *
 * While hands move, the picture is moved as it is, and painted anew as soon as the worker can.
 */

import { colour } from "../shell/theme";
import { areAny, type Marks, marked, NO_MARKS } from "./marks";
import { KINDS } from "./model";
import { type Colours, type Look, labelsFor, screenPlaces } from "./paint";
import { Painter } from "./painter";
import { linkAt, paintingOf, type Scene, sceneOf, thingAt } from "./scene";
import { colourOf } from "./shapes";
import { svgOf } from "./svg";
import {
  between,
  fitted,
  type Point,
  panned,
  type Sight,
  type Size,
  sightPart,
  type View,
  zoomed,
} from "./view";

const RATIO_OF_FILES = 3;

export class Stage {
  private readonly painter = new Painter();
  private readonly shownIn: ImageBitmapRenderingContext | null;
  private readonly over: CanvasRenderingContext2D | null;
  private scene: Scene = sceneOf({ things: new Map(), links: new Map() }, new Map());
  private marks: Marks = NO_MARKS;
  private size: Size = { width: 1, height: 1 };
  private view: View = { x: 0, y: 0, scale: 1 };
  private painted: View = this.view;
  private fit = 1;
  private colours = coloursNow();
  private frame = 0;
  /** Whether anything is painted over the picture, which has to be moved with it. */
  private isMarked = false;
  /** Whether a hand chose the view, which is left as it is then. */
  private isChosen = false;

  /** The part that the address tells, until a hand chooses another. */
  private wanted: Sight | null = null;

  constructor(
    private readonly picture: HTMLCanvasElement,
    private readonly overlay: HTMLCanvasElement,
    /** Told which part a hand chose; null for the whole. */
    private readonly onSight: (sight: Sight | null) => void,
  ) {
    this.shownIn = picture.getContext("bitmaprenderer");
    // By the processor, as the picture itself; see the worker that paints it.
    this.over = overlay.getContext("2d", { willReadFrequently: true });
    this.overlay.hidden = true;
    this.painter.show(this.scene);
  }

  /** Shows a part of the picture, now and when more of it comes; null for the whole. */
  see(sight: Sight | null): void {
    this.wanted = sight;
    this.isChosen = false;
    this.look(this.viewUnchosen());
  }

  /** Whether that part is what is seen, or about to be. */
  isAt(sight: Sight | null): boolean {
    if (!this.isChosen) return this.wanted === sight;
    return sight !== null && sightPart.write(sight) === sightPart.write(this.sightNow());
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.painter.show(scene);
    this.fit = fitted(scene.xs, scene.ys, this.size).scale;
    this.look(this.isChosen ? this.view : this.viewUnchosen());
  }

  resize(width: number, height: number): void {
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width: Math.max(width, 1), height: Math.max(height, 1) };
    this.overlay.width = Math.round(this.size.width * devicePixelRatio);
    this.overlay.height = Math.round(this.size.height * devicePixelRatio);
    this.fit = fitted(this.scene.xs, this.scene.ys, this.size).scale;
    this.look(this.isChosen ? this.view : this.viewUnchosen());
  }

  recolour(): void {
    this.colours = coloursNow();
    this.look(this.view);
  }

  mark(marks: Marks): void {
    this.marks = marks;
    this.draw();
  }

  pan(dx: number, dy: number): void {
    this.choose(panned(this.view, dx, dy));
  }

  zoom(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    this.choose(zoomed(this.view, this.size, factor, at, this.fit));
  }

  showAll(): void {
    this.see(null);
    this.onSight(null);
  }

  /** Brings things into sight, without coming nearer than to read them. */
  showThese(iris: ReadonlySet<string>): void {
    const these = [...this.scene.iris.keys()].filter((i) => iris.has(this.scene.iris[i] ?? ""));
    if (!these.length) return;
    const of = (all: Float32Array) => these.map((i) => all[i] ?? 0);
    const near = fitted(of(this.scene.xs), of(this.scene.ys), this.size);
    this.choose({ ...near, scale: Math.min(near.scale, this.fit * 3) });
  }

  /** Moves the view so far that a thing is in it. */
  reach(iri: string): void {
    const place = this.placeOf(iri);
    const { width, height } = this.size;
    if (!place || (place.x > 20 && place.y > 20 && place.x < width - 20 && place.y < height - 20))
      return;
    this.pan(width / 2 - place.x, height / 2 - place.y);
  }

  /** Where a thing is on the screen. */
  placeOf(iri: string): Point | null {
    const number = this.scene.iris.indexOf(iri);
    if (number < 0) return null;
    const places = screenPlaces(paintingOf(this.scene), this.lookNow());
    return { x: places[2 * number] ?? 0, y: places[2 * number + 1] ?? 0 };
  }

  /** The thing, or else the relation at a point; "" where there is neither. */
  at(point: Point): string {
    const thing = thingAt(this.scene, this.view, this.size, point, this.fit);
    if (thing >= 0) return this.scene.iris[thing] ?? "";
    return this.scene.keys[linkAt(this.scene, this.view, this.size, point)] ?? "";
  }

  /** The nearest thing in a direction from another, or from the middle; "" where there is none. */
  next(from: string, dx: number, dy: number, among: ReadonlySet<string> | null): string {
    const here = this.placeOf(from) ?? { x: this.size.width / 2, y: this.size.height / 2 };
    const places = screenPlaces(paintingOf(this.scene), this.lookNow());
    let [found, best] = ["", Infinity];
    this.scene.iris.forEach((iri, i) => {
      if (iri === from || (among && !among.has(iri))) return;
      const [x, y] = [(places[2 * i] ?? 0) - here.x, (places[2 * i + 1] ?? 0) - here.y];
      const [along, across] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      const cost = along + 2 * across;
      if ((along > 0 && across <= along && cost < best) || (!from && Math.hypot(x, y) < best)) {
        [found, best] = [iri, from ? cost : Math.hypot(x, y)];
      }
    });
    return found;
  }

  svg(title: string): string {
    const labels = this.over ? labelsFor(this.over, paintingOf(this.scene), this.lookNow()) : [];
    return svgOf(paintingOf(this.scene), this.lookNow(), labels, title);
  }

  png(): Promise<Blob> {
    const painter = new Painter();
    painter.show(this.scene);
    return new Promise<Blob>((resolve, reject) => {
      painter.paint(this.lookNow(), RATIO_OF_FILES, (bitmap) => {
        painter.stop();
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
        canvas.convertToBlob({ type: "image/png" }).then(resolve, reject);
      });
    });
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.painter.stop();
  }

  private choose(view: View): void {
    this.isChosen = true;
    this.wanted = null;
    this.move(view);
    this.painter.paintMoved(...this.wish());
    this.onSight(this.sightNow());
  }

  /** What is seen while no hand chose: the part that the address tells, or all. */
  private viewUnchosen(): View {
    if (!this.wanted) return fitted(this.scene.xs, this.scene.ys, this.size);
    const { x, y, zoom } = this.wanted;
    return { x, y, scale: zoom * this.fit };
  }

  private sightNow(): Sight {
    return { x: this.view.x, y: this.view.y, zoom: this.view.scale / this.fit };
  }

  private lookNow(): Look {
    return { view: this.view, size: this.size, fit: this.fit, colours: this.colours };
  }

  private look(view: View): void {
    this.move(view);
    this.painter.paint(...this.wish());
  }

  /** Shows what is painted as it looks from there. */
  private move(view: View): void {
    this.view = view;
    this.picture.style.transform = between(this.painted, view, this.size);
    this.draw();
  }

  private wish(): Parameters<Painter["paint"]> {
    return [this.lookNow(), devicePixelRatio, (bitmap, look) => this.take(bitmap, look)];
  }

  private take(bitmap: ImageBitmap, look: Look): void {
    this.picture.width = bitmap.width;
    this.picture.height = bitmap.height;
    this.shownIn?.transferFromImageBitmap(bitmap);
    this.painted = look.view;
    this.picture.style.transform = between(look.view, this.view, this.size);
    if (this.scene.iris.length) this.picture.dataset.painted = String(this.scene.iris.length);
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (!this.over || !(this.isMarked || areAny(this.marks))) return;
      this.isMarked = areAny(this.marks);
      this.overlay.hidden = !this.isMarked; // one sheet less to be laid over the other
      this.over.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      this.over.clearRect(0, 0, this.size.width, this.size.height);
      marked(this.over, this.scene, this.lookNow(), this.marks);
    });
  }
}

function coloursNow(): Colours {
  return {
    paper: colour("--paper"),
    ink: colour("--ink"),
    soft: colour("--soft"),
    edge: colour("--edge"),
    planned: colour("--planned"),
    accent: colour("--accent"),
    kinds: KINDS.map((kind) => colour(colourOf(kind))),
  };
}
