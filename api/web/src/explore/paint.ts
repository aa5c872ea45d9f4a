/** Paints a scene on a canvas, of the page or of a worker. */

import { LABEL_SIZE, type Label, labelsOf } from "./labels";
import { KINDS } from "./model";
import { magnification, type Painting } from "./scene";
import { trace } from "./shapes";
import { type Size, toScreen, type View } from "./view";

export interface Colours {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly edge: string;
  readonly planned: string;
  readonly accent: string;
  /** Of each kind, in the order of KINDS. */
  readonly kinds: readonly string[];
}

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Look {
  readonly view: View;
  readonly size: Size;
  /** The scale at which the whole picture is seen. */
  readonly fit: number;
  readonly colours: Colours;
}

export const FONT = `${LABEL_SIZE}px system-ui, sans-serif`;
export const PLANNED_DASH = [5, 4];
/** So many lines are stroked as one path: long paths cost more than their parts. */
const BATCH = 50;

/** The places of things on the screen, two numbers for each. */
export function screenPlaces(scene: Painting, { view, size }: Look): Float32Array {
  const places = new Float32Array(2 * scene.xs.length);
  for (let i = 0; i < scene.xs.length; i += 1) {
    const { x, y } = toScreen(view, size, { x: scene.xs[i] ?? 0, y: scene.ys[i] ?? 0 });
    places[2 * i] = x;
    places[2 * i + 1] = y;
  }
  return places;
}

/** Paints all of a scene. */
export function paint(context: Context, scene: Painting, look: Look): void {
  context.fillStyle = look.colours.paper;
  context.fillRect(0, 0, look.size.width, look.size.height);
  const places = screenPlaces(scene, look);
  const all = [...scene.planned.keys()];
  const { edge, planned } = look.colours;
  context.globalAlpha = lineOpacity(scene);
  paintLinks(context, scene, places, all, { asserted: edge, planned, width: 1 });
  context.globalAlpha = 1;
  paintThings(context, scene, places, scene.xs.keys(), look);
  paintLabels(context, labelsFor(context, scene, look), look.colours);
}

/** The more lines there are, the fainter each is. */
export function lineOpacity(scene: Painting): number {
  return Math.min(0.7, Math.max(0.04, 0.7 * (400 / (scene.planned.length + 1)) ** 0.7));
}

export function labelsFor(context: Context, scene: Painting, { view, size, fit }: Look): Label[] {
  context.font = FONT;
  return labelsOf(scene, view, size, fit, (text) => context.measureText(text).width);
}

interface Strokes {
  readonly asserted: string;
  readonly planned: string;
  readonly width: number;
}

/** Strokes links, those that are only planned dashed. */
export function paintLinks(
  context: Context,
  scene: Painting,
  places: Float32Array,
  numbers: readonly number[],
  { asserted, planned, width }: Strokes,
): void {
  context.lineWidth = width;
  for (const isPlanned of [0, 1]) {
    context.strokeStyle = isPlanned ? planned : asserted;
    context.setLineDash(isPlanned ? PLANNED_DASH : []);
    const these = numbers.filter((number) => scene.planned[number] === isPlanned);
    for (let start = 0; start < these.length; start += BATCH) {
      stroke(context, scene, places, these.slice(start, start + BATCH));
    }
  }
  context.setLineDash([]);
}

function stroke(
  context: Context,
  { ends }: Painting,
  places: Float32Array,
  numbers: readonly number[],
): void {
  context.beginPath();
  for (const number of numbers) {
    const [a, b] = [ends[2 * number] ?? 0, ends[2 * number + 1] ?? 0];
    context.moveTo(places[2 * a] ?? 0, places[2 * a + 1] ?? 0);
    context.lineTo(places[2 * b] ?? 0, places[2 * b + 1] ?? 0);
  }
  context.stroke();
}

/** Fills the shapes of things, kind by kind. */
export function paintThings(
  context: Context,
  scene: Painting,
  places: Float32Array,
  numbers: Iterable<number>,
  { view, fit, size, colours }: Look,
): void {
  const larger = magnification(view, fit);
  const byKind: number[][] = KINDS.map(() => []);
  for (const number of numbers) {
    const [x, y] = [places[2 * number] ?? 0, places[2 * number + 1] ?? 0];
    const isSeen = x > -40 && y > -40 && x < size.width + 40 && y < size.height + 40;
    if (isSeen) byKind[scene.kinds[number] ?? 0]?.push(number);
  }
  context.lineWidth = 1;
  context.strokeStyle = colours.paper;
  byKind.forEach((these, kind) => {
    if (!these.length) return;
    context.fillStyle = colours.kinds[kind] ?? colours.ink;
    context.beginPath();
    for (const i of these) {
      trace(
        context,
        kind,
        places[2 * i] ?? 0,
        places[2 * i + 1] ?? 0,
        (scene.radii[i] ?? 0) * larger,
      );
    }
    context.fill();
    if (haveRims(these, scene, larger)) context.stroke();
  });
}

/** From this radius on, in pixels, things have a rim. */
const RIMMED = 3.5;

/** Whether a rim parts things that touch; about small ones it would be all that is seen. */
export function haveRims(numbers: readonly number[], { radii }: Painting, larger: number): boolean {
  const sum = numbers.reduce((total, number) => total + (radii[number] ?? 0), 0);
  return (sum / numbers.length) * larger >= RIMMED;
}

/** Writes names with a rim of the colour of the paper, so that lines do not cross them. */
export function paintLabels(context: Context, labels: readonly Label[], colours: Colours): void {
  context.font = FONT;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.paper;
  context.fillStyle = colours.ink;
  for (const { text, x, y } of labels) {
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}
