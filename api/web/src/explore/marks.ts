/** What is marked in the picture: what is pointed at, held by keys, selected, or on a path. */

import { LABEL_SIZE, shortened } from "./labels";
import {
  type Context,
  type Look,
  paintLabels,
  paintLinks,
  paintThings,
  screenPlaces,
} from "./paint";
import { magnification, paintingOf, type Scene } from "./scene";

export interface Marks {
  readonly hovered: string;
  readonly held: string;
  readonly selected: string;
  readonly way: ReadonlySet<string>;
}

export const NO_MARKS: Marks = { hovered: "", held: "", selected: "", way: new Set() };

/** Whether there is anything to paint. */
export const areAny = ({ hovered, held, selected, way }: Marks): boolean =>
  Boolean(hovered || held || selected || way.size);

/** So many names are written beside what is marked. */
const MOST_NAMES = 40;
/** How much of the rest shows through when something is selected. */
const VEIL = 0.66;

/** Paints marks over the picture. */
export function marked(context: Context, scene: Scene, look: Look, marks: Marks): void {
  const pointed = marks.hovered || marks.held;
  const main = new Set([marks.selected, pointed].filter(Boolean));
  const links = scene.keys
    .map((key, number) => ({ key, number }))
    .filter(({ key, number }) => marks.way.has(key) || main.has(key) || isAt(scene, number, main))
    .map(({ number }) => number);
  const ends = links.flatMap((number) => [
    scene.painted.ends[2 * number] ?? 0,
    scene.painted.ends[2 * number + 1] ?? 0,
  ]);
  const own = [...scene.iris.keys()].filter((number) => main.has(scene.iris[number] ?? ""));
  const things = [...new Set([...own, ...ends])];
  if (!things.length) return;
  if (marks.selected || marks.way.size) veil(context, look);
  const painting = paintingOf(scene);
  const places = screenPlaces(painting, look);
  const { accent, planned } = look.colours;
  context.globalAlpha = links.length > 200 ? 0.5 : 1;
  paintLinks(context, painting, places, links, { asserted: accent, planned, width: 1.5 });
  context.globalAlpha = 1;
  paintThings(context, painting, places, things, look);
  for (const number of own) ring(context, scene, places, number, look);
  const larger = magnification(look.view, look.fit);
  const labels = things.slice(0, MOST_NAMES).map((number) => ({
    text: shortened(scene.painted.labels[number] ?? ""),
    x: (places[2 * number] ?? 0) + (scene.painted.radii[number] ?? 0) * larger * 1.2 + 4,
    y: (places[2 * number + 1] ?? 0) + LABEL_SIZE * 0.35,
  }));
  paintLabels(context, apart(labels), look.colours);
}

function isAt(scene: Scene, number: number, main: ReadonlySet<string>): boolean {
  const end = (side: number) => scene.iris[scene.painted.ends[2 * number + side] ?? 0] ?? "";
  return main.size > 0 && (main.has(end(0)) || main.has(end(1)));
}

function veil(context: Context, { colours, size }: Look): void {
  context.globalAlpha = VEIL;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, size.width, size.height);
  context.globalAlpha = 1;
}

function ring(
  context: Context,
  scene: Scene,
  places: Float32Array,
  number: number,
  look: Look,
): void {
  const radius = (scene.painted.radii[number] ?? 0) * magnification(look.view, look.fit) * 1.3 + 3;
  context.lineWidth = 2.5;
  context.strokeStyle = look.colours.ink;
  context.beginPath();
  context.arc(places[2 * number] ?? 0, places[2 * number + 1] ?? 0, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** Leaves out names that would stand over earlier ones; what is marked itself comes first. */
function apart<T extends { x: number; y: number; text: string }>(labels: readonly T[]): T[] {
  const kept: T[] = [];
  const width = (label: T) => label.text.length * LABEL_SIZE * 0.55;
  for (const label of labels) {
    const isOver = kept.some(
      (other) =>
        Math.abs(other.y - label.y) < LABEL_SIZE * 1.2 &&
        label.x < other.x + width(other) &&
        other.x < label.x + width(label),
    );
    if (!isOver) kept.push(label);
  }
  return kept;
}
