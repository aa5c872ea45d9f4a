/** Which part of a picture is seen: screen = world * scale + (x, y). */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** How many times larger than the whole world it gets. */
export const LARGEST = 200;

/** The viewport that shows the whole world in a window. */
export function whole(world: Size, window: Size): Viewport {
  const scale = Math.min(window.width / world.width, window.height / world.height);
  return kept({ scale, x: 0, y: 0 }, world, window);
}

/** How many times larger than the whole a viewport shows things. */
export function zoomOf({ scale }: Viewport, world: Size, window: Size): number {
  return scale / whole(world, window).scale;
}

/** The viewport zoomed by a factor, while a point of the window stays where it is. */
export function zoomed(
  from: Viewport,
  factor: number,
  at: readonly [number, number],
  world: Size,
  window: Size,
): Viewport {
  const least = whole(world, window).scale;
  const scale = Math.min(Math.max(from.scale * factor, least), least * LARGEST);
  const by = scale / from.scale;
  const moved = { scale, x: at[0] - (at[0] - from.x) * by, y: at[1] - (at[1] - from.y) * by };
  return kept(moved, world, window);
}

/** The viewport moved by so many pixels, as far as there is world to see. */
export function moved(from: Viewport, dx: number, dy: number, world: Size, window: Size): Viewport {
  return kept({ ...from, x: from.x + dx, y: from.y + dy }, world, window);
}

/** The viewport of a scale that has a point of the world in its middle. */
export function centred(
  at: readonly [number, number],
  zoom: number,
  world: Size,
  window: Size,
): Viewport {
  const scale = whole(world, window).scale * Math.min(Math.max(zoom, 1), LARGEST);
  const x = window.width / 2 - at[0] * scale;
  const y = window.height / 2 - at[1] * scale;
  return kept({ scale, x, y }, world, window);
}

/** The viewport that shows all of some points, not larger than `most` times the whole. */
export function around(
  points: readonly (readonly [number, number])[],
  world: Size,
  window: Size,
  most = 40,
): Viewport {
  let [left, right] = [Infinity, -Infinity];
  let [top, bottom] = [Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const room = 0.7;
  const scale = Math.min(
    (room * window.width) / Math.max(right - left, 1e-6),
    (room * window.height) / Math.max(bottom - top, 1e-6),
  );
  const zoom = Math.min(scale / whole(world, window).scale, most);
  return centred([(left + right) / 2, (top + bottom) / 2], zoom, world, window);
}

/** The point of the world in the middle of the window. */
export function middle(of: Viewport, window: Size): readonly [number, number] {
  return [(window.width / 2 - of.x) / of.scale, (window.height / 2 - of.y) / of.scale];
}

function kept({ scale, x, y }: Viewport, world: Size, window: Size): Viewport {
  return {
    scale,
    x: within(x, window.width - world.width * scale),
    y: within(y, window.height - world.height * scale),
  };
}

/** Where there is room to spare, the world stands in the middle; else its edges stay outside. */
function within(value: number, spare: number): number {
  return spare > 0 ? spare / 2 : Math.min(0, Math.max(spare, value));
}
