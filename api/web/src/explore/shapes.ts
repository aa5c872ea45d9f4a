/** A shape for each kind, so that colours are not the only sign. */

import { KINDS, type Kind } from "./model";

export type Corners = readonly (readonly [number, number])[];

/** Corners of a regular polygon around the origin, the first one at an angle in turns. */
function polygon(count: number, first: number, radius = 1): Corners {
  return Array.from({ length: count }, (_, number) => {
    const angle = 2 * Math.PI * (first + number / count);
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

/** Every other corner further in. */
function star(points: number, inner: number): Corners {
  return polygon(2 * points, -0.25).map(([x, y], number) =>
    number % 2 ? ([x * inner, y * inner] as const) : ([x * 1.25, y * 1.25] as const),
  );
}

const PLUS: Corners = [
  [-0.4, -1.1],
  [0.4, -1.1],
  [0.4, -0.4],
  [1.1, -0.4],
  [1.1, 0.4],
  [0.4, 0.4],
  [0.4, 1.1],
  [-0.4, 1.1],
  [-0.4, 0.4],
  [-1.1, 0.4],
  [-1.1, -0.4],
  [-0.4, -0.4],
];

/** The corners of each kind's shape for a radius of one; a circle has none. */
export const SHAPES: Readonly<Record<Kind, Corners | null>> = {
  City: null,
  Country: polygon(4, 0.125, 1.2),
  Region: polygon(6, 0, 1.1),
  Network: polygon(4, 0, 1.3),
  Organization: polygon(3, -0.25, 1.3),
  Programme: polygon(5, -0.25, 1.15),
  Project: polygon(3, 0.25, 1.3),
  Agreement: PLUS,
  Event: star(5, 0.5),
  Person: polygon(8, 0.0625, 1.05).map(([x, y]) => [x * 0.7, y * 1.2] as const),
};

/** The name of the colour of a kind in the style sheet. */
export const colourOf = (kind: Kind) => `--${kind.toLowerCase()}`;

/** A shape as the path of an SVG. */
export function svgPath(kind: Kind, x: number, y: number, radius: number): string {
  const at = (value: number) => value.toFixed(2);
  const corners = SHAPES[kind];
  if (!corners) {
    const r = at(radius);
    return `M${at(x - radius)} ${at(y)}a${r} ${r} 0 1 0 ${at(2 * radius)} 0a${r} ${r} 0 1 0 ${at(-2 * radius)} 0z`;
  }
  const points = corners.map(([cx, cy]) => `${at(x + cx * radius)} ${at(y + cy * radius)}`);
  return `M${points.join("L")}z`;
}

/** Adds a shape to the path of a canvas. */
export function trace(
  context: CanvasPath,
  kind: number,
  x: number,
  y: number,
  radius: number,
): void {
  const corners = SHAPES[KINDS[kind] ?? "City"];
  if (!corners) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([cx, cy], number) => {
    if (number) context.lineTo(x + cx * radius, y + cy * radius);
    else context.moveTo(x + cx * radius, y + cy * radius);
  });
  context.closePath();
}
