/** Settles a graph in the worker of the layout; the start can be shown at once. */

import type { LayoutStep, LayoutTask } from "./layout.worker";
import type { Graph } from "./model";
import { type Places, sceneOf } from "./scene";
import { startingPlaces } from "./start";
import type { Point } from "./view";

/** Calls `moved` with the places of things, first at the start; returns what ends it. */
export function settle(graph: Graph, moved: (places: Places, isLast: boolean) => void): () => void {
  const start = startingPlaces(graph);
  const scene = sceneOf(graph, start);
  const { iris, xs, ys } = scene;
  const { radii, ends } = scene.painted;
  moved(start, graph.things.size < 2);
  if (graph.things.size < 2) return () => undefined;
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<LayoutStep>) => {
    moved(placesOf(iris, data), data.isLast);
    if (data.isLast) worker.terminate();
  });
  worker.postMessage({ xs, ys, radii, ends } satisfies LayoutTask);
  return () => worker.terminate();
}

function placesOf(iris: readonly string[], { xs, ys }: LayoutStep): Map<string, Point> {
  return new Map(iris.map((iri, number) => [iri, { x: xs[number] ?? 0, y: ys[number] ?? 0 }]));
}
