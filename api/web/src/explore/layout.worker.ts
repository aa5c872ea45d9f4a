/** Moves things by forces (ForceAtlas2), in a thread of its own and in pieces that can be shown. */

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { evened } from "./evening";

export interface LayoutTask {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly radii: Float32Array;
  /** Places in these of the ends of each link, two by two. */
  readonly ends: Uint32Array;
}

export interface LayoutStep {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly isLast: boolean;
}

/** More things than this stand in each other's way where forces put them. */
const CROWD = 1_000;
const EVENNESS = 0.85;
/** So many times it shows how far it is. */
const PIECES = 4;
/** Steps in all: of more things fewer, since their start is told by their groups. */
const stepsFor = (count: number) => (count > 2000 ? 40 : count > 500 ? 80 : 160);

addEventListener("message", (event: MessageEvent<LayoutTask>) => run(event.data));

function run(task: LayoutTask): void {
  const graph = graphOf(task);
  const settings = {
    ...forceAtlas2.inferSettings(graph.order),
    adjustSizes: false,
    barnesHutOptimize: graph.order > 500,
    // Strong gravity keeps what stands apart near, and the picture about as large as it starts.
    strongGravityMode: true,
    gravity: 0.05,
    scalingRatio: 10,
    slowDown: 1,
    edgeWeightInfluence: 0,
  };
  const steps = stepsFor(graph.order);
  for (let piece = 1; piece <= PIECES; piece += 1) {
    forceAtlas2.assign(graph, { iterations: steps / PIECES, settings });
    postMessage(placesOf(graph, piece === PIECES));
  }
}

function graphOf({ xs, ys, radii, ends }: LayoutTask): Graph {
  const graph = new Graph({ type: "undirected", multi: true });
  for (const [number, x] of xs.entries()) {
    graph.addNode(number, { x, y: ys[number], size: radii[number] });
  }
  for (let i = 0; i < ends.length; i += 2) {
    if (ends[i] !== ends[i + 1]) graph.addEdge(ends[i], ends[i + 1]);
  }
  return graph;
}

function placesOf(graph: Graph, isLast: boolean): LayoutStep {
  const xs = new Float32Array(graph.order);
  const ys = new Float32Array(graph.order);
  graph.forEachNode((name, { x, y }) => {
    xs[Number(name)] = x;
    ys[Number(name)] = y;
  });
  if (graph.order > CROWD) evened(xs, ys, EVENNESS);
  return { xs, ys, isLast };
}
