/** Marks of cities and of groups of cities, of which one at a time is reached by Tab. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { number, texts } from "../texts";
import { MOST_SERIES, outline, SHAPES, slice } from "../views/series";
import type { Shown } from "./cities";
import { type Cluster, nextIn, type Point } from "./clusters";

export interface CityPoint extends Point {
  readonly shown: Shown;
}

export type Mark = Cluster<CityPoint>;

export interface MarksProps {
  readonly marks: readonly Mark[];
  /** The city that is looked at. */
  readonly active: string;
  readonly nameOf: (shown: Shown) => string;
  readonly onLook: (mark: Mark) => void;
  readonly onChoose: (mark: Mark) => void;
}

const ENTERED = new Set(["Enter", " "]);

const has = (mark: Mark, iri: string) => mark.points.some((each) => each.key === iri);

export function Marks({ marks, active, nameOf, onLook, onChoose }: MarksProps) {
  const group = useRef<SVGGElement>(null);
  const hadFocus = useRef(false);
  const reached = marks.find((each) => has(each, active)) ?? marks[0];
  useLayoutEffect(() => {
    // A mark that was joined into a group, or came out of one, hands the focus on.
    if (!hadFocus.current || group.current?.contains(document.activeElement)) return;
    group.current?.querySelector<SVGGElement>("[tabindex='0']")?.focus();
  });
  // Listened to on marks alone, since an SVG element that listens for the focus can have it.
  const onBlur = ({ target }: FocusEvent) => {
    // Who leaves a mark leaves it in its place; a mark that went away did not lose the focus.
    queueMicrotask(() => {
      if (target instanceof Node && target.isConnected) {
        hadFocus.current = group.current?.contains(document.activeElement) ?? false;
      }
    });
  };
  const onKeyDown = (event: KeyboardEvent, mark: Mark) => {
    const next = nextIn(event.key, mark, marks);
    if (ENTERED.has(event.key)) onChoose(mark);
    else if (next) group.current?.querySelector<SVGGElement>(`[data-key="${next.key}"]`)?.focus();
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g ref={group}>
      {marks.map((mark) => (
        <g
          key={mark.key}
          data-key={mark.key}
          class={has(mark, active) ? "mark active" : "mark"}
          role="button"
          tabindex={mark === reached ? 0 : -1}
          aria-label={mark.points.length > 1 ? groupName(mark) : nameOf(first(mark))}
          transform={`translate(${mark.x.toFixed(1)},${mark.y.toFixed(1)})`}
          onFocus={() => {
            hadFocus.current = true;
            onLook(mark);
          }}
          onBlur={onBlur}
          onPointerEnter={(event) => event.pointerType === "mouse" && onLook(mark)}
          onClick={() => onChoose(mark)}
          onKeyDown={(event) => onKeyDown(event, mark)}
        >
          <circle class="target" r={12} />
          {mark.points.length > 1 ? <Group mark={mark} /> : <Single shown={first(mark)} />}
        </g>
      ))}
    </g>
  );
}

const first = (mark: Mark): Shown => (mark.points[0] as CityPoint).shown;

function groupName(mark: Mark): string {
  const names = mark.points.slice(0, 3).map((each) => each.shown.city.name);
  if (mark.points.length > 3) names.push("…");
  return texts.views.map.group(number(mark.points.length), names.join(", "));
}

/** The colour of a chosen network by its place; those beyond share the last. */
export const seriesClass = (place: number) =>
  place < MOST_SERIES ? `series-${place}` : "series-more";

function Single({ shown }: { shown: Shown }) {
  const radius = Math.min(4.5 + 1.5 * Math.sqrt(shown.memberships.length), 10);
  const hollow = shown.isPlanned ? " hollow" : "";
  const [place] = shown.series;
  if (shown.series.length > 1) {
    return (
      <>
        {shown.series.map((each, part) => (
          <path
            key={each}
            class={seriesClass(each)}
            d={slice(part, shown.series.length, radius + 1)}
          />
        ))}
      </>
    );
  }
  if (place === undefined)
    return <path class={`series-none${hollow}`} d={outline("circle", radius)} />;
  const shape = SHAPES[place] ?? "circle";
  return <path class={`${seriesClass(place)}${hollow}`} d={outline(shape, radius)} />;
}

/** How large the mark of a group of so many is, without its ring. */
const groupRadius = (count: number) => Math.min(8 + 1.3 * Math.log2(count), 18);
const RING = 2.5;

/** How far a mark of so many cities reaches, with some air about it. */
export const reachOf = (count: number) => (count > 1 ? groupRadius(count) + RING + 1 : 10);

/** A group: its count, in a ring of the colours of the networks in it. */
function Group({ mark }: { mark: Mark }) {
  const count = mark.points.length;
  const radius = groupRadius(count);
  const places = [...new Set(mark.points.flatMap((each) => each.shown.series))].sort(
    (one, other) => one - other,
  );
  return (
    <>
      <circle class="series-none ring" r={radius + RING} />
      {places.length === 1 && <circle class={seriesClass(places[0] ?? 0)} r={radius + RING} />}
      {places.length > 1 &&
        places.map((each, part) => (
          <path
            key={each}
            class={seriesClass(each)}
            d={slice(part, places.length, radius + RING)}
          />
        ))}
      <circle class="group" r={radius} />
      <text class="group-count" text-anchor="middle" y={4.5} font-size="12">
        {number(count)}
      </text>
    </>
  );
}
