/** Colours and shapes by which things are told apart; the shape alone is enough. */

export const SHAPES = ["circle", "square", "triangle", "diamond", "cross", "star"] as const;
export type Shape = (typeof SHAPES)[number];

/** How many things have a colour and a shape of their own. */
export const MOST_SERIES = SHAPES.length;

/** The outline of a shape about (0, 0) that covers about the area of a circle of the radius. */
export function outline(shape: Shape, radius: number): string {
  if (shape === "circle") return circle(radius);
  const points = POINTS[shape].map(([x, y]) => `${trim(x * radius)},${trim(y * radius)}`);
  return `M${points.join("L")}Z`;
}

function circle(radius: number): string {
  const r = trim(radius);
  return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

const trim = (value: number) => Math.round(value * 100) / 100;

const A = 0.36;
const B = 1.1;

const POINTS: Record<Exclude<Shape, "circle">, readonly (readonly [number, number])[]> = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]], // biome-ignore format: a table
  triangle: [[0, -1.25], [1.2, 0.85], [-1.2, 0.85]], // biome-ignore format: a table
  diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], // biome-ignore format: a table
  cross: [[-A, -B], [A, -B], [A, -A], [B, -A], [B, A], [A, A], [A, B], [-A, B], [-A, A], [-B, A], [-B, -A], [-A, -A]], // biome-ignore format: a table
  star: starPoints(),
};

function starPoints(): [number, number][] {
  return Array.from({ length: 10 }, (_, number) => {
    const radius = number % 2 ? 0.6 : 1.4;
    const angle = (number * Math.PI) / 5 - Math.PI / 2;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  });
}

/** The outline of one of several equal slices of a circle. */
export function slice(number: number, of: number, radius: number): string {
  const at = (share: number) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${trim(Math.cos(angle) * radius)},${trim(Math.sin(angle) * radius)}`;
  };
  const large = of === 1 ? 1 : 0;
  return `M0,0L${at(number / of)}A${radius},${radius} 0 ${large},1 ${at((number + 1) / of)}Z`;
}
