/** Spreads a crowd evenly over a disc: forces press thousands of things into its middle. */

/** Moves things along their rays from the middle, so that each ring of the disc is as full as any other.
 *
 * Who is further out stays further out, and whoever stands beside another stays beside it. `share`
 * says how much of the way they go.
 */
export function evened(xs: Float32Array, ys: Float32Array, share: number): void {
  const count = xs.length;
  if (!count) return;
  const mean = (all: Float32Array) => all.reduce((sum, each) => sum + each, 0) / count;
  const [x, y] = [mean(xs), mean(ys)];
  const far = Float64Array.from(xs, (each, number) => Math.hypot(each - x, (ys[number] ?? 0) - y));
  const order = Uint32Array.from(far.keys()).sort((a, b) => (far[a] ?? 0) - (far[b] ?? 0) || a - b);
  // The ring that nine of ten are within keeps its place, so that nothing grows or shrinks much.
  const edge = (far[order[Math.floor(0.9 * (count - 1))] ?? 0] ?? 0) / Math.sqrt(0.9);
  order.forEach((number, rank) => {
    const before = far[number] ?? 0;
    if (!before) return;
    const after = edge * Math.sqrt((rank + 0.5) / count);
    const factor = 1 + share * (after / before - 1);
    xs[number] = x + ((xs[number] ?? 0) - x) * factor;
    ys[number] = y + ((ys[number] ?? 0) - y) * factor;
  });
}
