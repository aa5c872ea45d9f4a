/** Many links of a picture as one stop for Tab, among which arrow keys lead (roving tabindex). */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { nextIn } from "../../map/clusters";
import { linkTo } from "../../shell/here";
import type { Point } from "./network";

/** What makes an element one of the links, by its place. */
export type Linked = ReturnType<ReturnType<typeof useRoving>["linked"]>;

/** Returns what the group of the links needs, and each link by its place among the points. */
export function useRoving(points: readonly Point[]) {
  const [current, setCurrent] = useState(0);
  const group = useRef<SVGGElement>(null);
  const reached = Math.min(current, points.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const from = points[reached];
    if (!event.key.startsWith("Arrow") || !from) return;
    event.preventDefault();
    const next = nextIn(event.key, from, points);
    if (next) link(group.current, points.indexOf(next))?.focus();
  };
  const linked = (place: number) => ({
    "data-place": place,
    tabindex: place === reached ? 0 : -1,
    onFocus: () => setCurrent(place),
    onKeyDown,
  });
  return { group, linked };
}

function link(group: SVGGElement | null, place: number): SVGElement | null {
  return group?.querySelector<SVGElement>(`[data-place="${place}"]`) ?? null;
}

export interface ThingLinkProps {
  readonly iri: string;
  readonly name: string;
  readonly linked: Linked;
  readonly children: ComponentChildren;
}

/** A thing in a picture: a link to its page, where it has one. */
export function ThingLink({ iri, name, linked, children }: ThingLinkProps) {
  const to = linkTo(iri);
  return to ? (
    <a {...linked} href={to} aria-label={name}>
      {children}
    </a>
  ) : (
    <g {...linked} role="link" aria-disabled="true" aria-label={name}>
      {children}
    </g>
  );
}
