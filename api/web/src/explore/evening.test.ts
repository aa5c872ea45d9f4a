import { expect, test } from "vitest";
import { evened } from "./evening";

test("a crowd is spread evenly over its disc, and who is further out stays so", () => {
  const angle = (n: number) => n * 2.4;
  // Most of all in the middle, as forces leave them.
  const radius = (n: number) => 100 * (n / 1000) ** 2;
  const xs = Float32Array.from({ length: 1000 }, (_, n) => radius(n) * Math.cos(angle(n)));
  const ys = Float32Array.from({ length: 1000 }, (_, n) => radius(n) * Math.sin(angle(n)));
  const within = (share: number) => {
    const far = [...xs].map((x, n) => Math.hypot(x, ys[n] ?? 0));
    const edge = Math.max(...far);
    return far.filter((each) => each < share * edge).length;
  };
  expect(within(0.5)).toBeGreaterThan(650);
  evened(xs, ys, 1);
  expect(Math.abs(within(0.5) - 250)).toBeLessThan(30);
  expect(Math.abs(within(0.7) - 490)).toBeLessThan(40);
});
