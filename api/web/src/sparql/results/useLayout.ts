/** Places for a network: at once where its things begin, then as forces move them, in a worker. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { LayoutStep, LayoutTask } from "../../explore/layout.worker";
import { fitted, type Network, type Point, startOf } from "./network";

/** The forces of the worker are for units of about this many for a thing. */
const UNIT = 20;

/** Returns the places of a network's things in a square of a size, the same ones each time. */
export function useLayout(network: Network, size: number): readonly Point[] {
  const start = useMemo(() => startOf(network.things.length), [network]);
  const [moved, setMoved] = useState<{ of: Network; places: readonly Point[] } | null>(null);
  useEffect(() => {
    if (network.things.length < 3) return;
    const worker = new Worker(new URL("../../explore/layout.worker.ts", import.meta.url), {
      type: "module",
    });
    worker.addEventListener("message", ({ data: { xs, ys, isLast } }: MessageEvent<LayoutStep>) => {
      const places = Array.from(xs, (x, at) => ({ x, y: ys[at] ?? 0 }));
      setMoved({ of: network, places });
      if (isLast) worker.terminate();
    });
    worker.postMessage(taskOf(network, start));
    return () => worker.terminate();
  }, [network]);
  const places = moved?.of === network ? moved.places : start;
  return useMemo(() => fitted(places, size), [places, size]);
}

function taskOf({ things, links }: Network, start: readonly Point[]): LayoutTask {
  const numbers = new Map(things.map(({ iri }, number) => [iri, number]));
  const number = (iri: string) => numbers.get(iri) ?? 0;
  return {
    xs: Float32Array.from(start, ({ x }) => x * UNIT),
    ys: Float32Array.from(start, ({ y }) => y * UNIT),
    radii: new Float32Array(things.length).fill(1),
    ends: Uint32Array.from(links.flatMap(({ from, to }) => [number(from), number(to)])),
  };
}
