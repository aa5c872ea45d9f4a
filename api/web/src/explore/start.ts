/** Where things stand before forces move them: discs of networks with their members, packed in a spiral.
 *
 * It is drawn from the graph alone, so that the same graph gives the same picture, and is so near to
 * what the forces come to that nothing jumps about.
 */

import { type Graph, linksByThing, otherEnd } from "./model";
import type { Point } from "./view";

/** How far neighbours in a disc stand from each other. */
const SPACING = 14;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Returns a place for each thing of a graph. */
export function startingPlaces(graph: Graph): Map<string, Point> {
  const groups = [...groupsOf(graph)].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
  );
  const places = new Map<string, Point>();
  const discs: (Point & { radius: number })[] = [];
  for (const [hub, members] of groups) {
    const radius = SPACING * (Math.sqrt(members.length + 1) + 1);
    const middle = freePlace(discs, radius);
    discs.push({ ...middle, radius });
    [hub, ...members].forEach((iri, number) => {
      places.set(iri, sunflower(middle, number, SPACING));
    });
  }
  return places;
}

/** The place with a number in a disc that is evenly filled from its middle. */
export function sunflower(middle: Point, number: number, spacing: number): Point {
  const [angle, distance] = [number * GOLDEN, spacing * Math.sqrt(number)];
  return { x: middle.x + distance * Math.cos(angle), y: middle.y + distance * Math.sin(angle) };
}

/** Each hub, with the things that belong to no greater one. */
function groupsOf(graph: Graph): Map<string, string[]> {
  const links = linksByThing(graph.links.values());
  const degree = (iri: string) => links.get(iri)?.length ?? 0;
  const greater = (one: string, other: string) =>
    degree(other) - degree(one) || (one < other ? -1 : 1);
  const groups = new Map<string, string[]>();
  const hubs = new Map<string, string>();
  for (const iri of [...graph.things.keys()].sort(greater)) {
    const around = (links.get(iri) ?? []).map((link) => otherEnd(link, iri));
    const hub = around.filter((each) => hubs.get(each) === each).sort(greater)[0];
    hubs.set(iri, hub ?? iri);
    if (hub) groups.get(hub)?.push(iri);
    else groups.set(iri, []);
  }
  return groups;
}

/** The first place on a spiral where a disc of this radius touches no other. */
function freePlace(discs: readonly (Point & { radius: number })[], radius: number): Point {
  const isFree = ({ x, y }: Point) =>
    discs.every((disc) => Math.hypot(disc.x - x, disc.y - y) >= disc.radius + radius);
  for (let turn = 0; ; turn += 1) {
    const place = sunflower({ x: 0, y: 0 }, turn, Math.max(radius / 2, SPACING));
    if (isFree(place)) return place;
  }
}
