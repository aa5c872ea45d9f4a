/** Which names are written, and where: none over another, the best linked first. */

import { magnification, type Painting } from "./scene";
import { type Size, toScreen, type View } from "./view";

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export const LABEL_SIZE = 12;
const MOST = 160;
/** So much room of the picture each name that is tried has; so of a crowd the greatest alone have one. */
const ROOM = 7_000;
const CELL = 40;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Places names right of their things; `widthOf` measures a text in pixels. */
export function labelsOf(
  scene: Painting,
  view: View,
  size: Size,
  fit: number,
  widthOf: (text: string) => number,
): Label[] {
  const taken = new Boxes();
  const labels: Label[] = [];
  const larger = magnification(view, fit);
  let tries = Math.min(MOST, Math.max(12, (size.width * size.height) / ROOM));
  for (const number of scene.ranked) {
    const { x, y } = toScreen(view, size, { x: scene.xs[number] ?? 0, y: scene.ys[number] ?? 0 });
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    if (tries <= 0) break;
    tries -= 1;
    const text = shortened(scene.labels[number] ?? "");
    const left = x + (scene.radii[number] ?? 0) * larger * 1.2 + 3;
    const box = {
      left: left - 2,
      right: left + widthOf(text) + 2,
      top: y - LABEL_SIZE * 0.65,
      bottom: y + LABEL_SIZE * 0.65,
    };
    if (taken.add(box)) labels.push({ text, x: left, y: y + LABEL_SIZE * 0.35 });
  }
  return labels;
}

/** A name as it is written in the picture; the whole is in the panel and the table. */
export function shortened(text: string, most = 42): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** Boxes of which none lies over another, found by the cells of a grid. */
class Boxes {
  private readonly cells = new Map<string, Box[]>();

  /** Adds a box unless it lies over one that is there; says whether it did. */
  add(box: Box): boolean {
    const names = cellsOf(box);
    const isOver = (other: Box) =>
      box.left < other.right &&
      other.left < box.right &&
      box.top < other.bottom &&
      other.top < box.bottom;
    if (names.some((name) => this.cells.get(name)?.some(isOver))) return false;
    for (const name of names) {
      const there = this.cells.get(name);
      if (there) there.push(box);
      else this.cells.set(name, [box]);
    }
    return true;
  }
}

function cellsOf({ left, right, top, bottom }: Box): string[] {
  const names: string[] = [];
  for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
    for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) names.push(`${x} ${y}`);
  }
  return names;
}
