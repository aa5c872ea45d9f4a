/** The map: what is seen of the world, and the marks on it. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { byKey, useGestures } from "../parts/gestures";
import { number, texts } from "../texts";
import { useFrame } from "../views/useFrame";
import { useSize } from "../views/useSize";
import { ZoomButtons } from "../views/ZoomButtons";
import type { Shown } from "./cities";
import { apart, clusters } from "./clusters";
import { Ground } from "./Ground";
import { type CityPoint, type Mark, Marks, reachOf } from "./Marks";
import {
  around,
  centred,
  LARGEST,
  middle,
  moved,
  type Viewport,
  whole,
  zoomed,
  zoomOf,
} from "./viewport";
import { coordinates, place, WORLD } from "./world";

/** Longitude and latitude in the middle of the map, and how many times larger than the whole. */
export interface Sight {
  readonly at: readonly [number, number];
  readonly zoom: number;
}

export interface WorldMapProps {
  readonly shown: readonly Shown[];
  readonly shades: ReadonlyMap<string, number>;
  readonly active: string;
  readonly sight: Sight | null;
  readonly nameOf: (shown: Shown) => string;
  readonly onSight: (sight: Sight | null) => void;
  readonly onLook: (mark: Mark) => void;
  readonly onChoose: (mark: Mark) => void;
  readonly onFailure: (error: unknown) => void;
  readonly children?: ComponentChildren;
}

/** Marks keep this many pixels apart, as fingers need. */
const REACH = 25;
/** From here on, the finer outlines are worth their weight. */
const FINE = 3.5;
/** How far outside of the window marks are still drawn. */
const RIM = 30;

export function WorldMap(props: WorldMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const size = useSize(frame);
  const isMeasured = size.width > 0;
  const [own, setOwn] = useState<Viewport | null>(null);
  const opened = useMemo(() => {
    const { sight } = props;
    return sight ? centred(place(sight.at), sight.zoom, WORLD, size) : whole(WORLD, size);
  }, [size.width, size.height]);
  const viewport = own ?? opened;
  const latest = useRef(viewport);
  // Else it is ahead of what is drawn, by what came since the last frame.
  if (own === null) latest.current = viewport;
  const draw = useFrame(setOwn);
  const show = (next: Viewport) => {
    latest.current = next;
    draw(next);
  };
  // Another size shows the same part of the world.
  useEffect(() => setOwn(null), [size.width, size.height]);
  useTold(viewport, size, isMeasured && own !== null, props.onSight);

  const points = useMemo(() => placed(props.shown), [props.shown]);
  const half: readonly [number, number] = [size.width / 2, size.height / 2];
  const gestures = {
    move: (dx: number, dy: number) => show(moved(latest.current, dx, dy, WORLD, size)),
    zoom: (factor: number, at = half) => show(zoomed(latest.current, factor, at, WORLD, size)),
    whole: () => show(whole(WORLD, size)),
  };
  useGestures(svg, gestures);
  const fit = () => {
    if (points.length)
      show(
        around(
          points.map(({ x, y }) => [x, y]),
          WORLD,
          size,
        ),
      );
  };
  // Groups are formed over the whole world at a scale, so that moving it parts and joins none.
  const groups = useMemo(() => {
    const { scale } = viewport;
    return apart(clusters(points, REACH / scale), (count) => reachOf(count) / scale);
  }, [points, viewport.scale]);
  const marks = useMemo(() => inView(groups, viewport, size), [groups, viewport, size]);
  const zoom = isMeasured ? zoomOf(viewport, WORLD, size) : 1;
  const choose = (mark: Mark) => {
    const within = mark.points.map((each) => place(each.shown.city.at ?? [0, 0]));
    if (mark.points.length > 1 && zoom < LARGEST) show(around(within, WORLD, size, LARGEST));
    props.onChoose(mark);
  };
  const { map } = texts.views;
  return (
    <div class="map-frame">
      <div class="map-ground" ref={frame}>
        <svg
          ref={svg}
          data-saved
          class="map"
          role="group"
          aria-label={map.label}
          aria-describedby="map-how"
          tabindex={0}
          width={size.width}
          height={size.height}
          viewBox={`0 0 ${size.width} ${size.height}`}
          onKeyDown={(event) => byKey(event.key, gestures) && event.preventDefault()}
        >
          {isMeasured && (
            <>
              <g transform={`translate(${viewport.x},${viewport.y}) scale(${viewport.scale})`}>
                <Ground
                  detail={zoom >= FINE ? "50m" : "110m"}
                  shades={props.shades}
                  onFailure={props.onFailure}
                />
              </g>
              <Marks
                marks={marks}
                active={props.active}
                nameOf={props.nameOf}
                onLook={props.onLook}
                onChoose={choose}
              />
              <Label marks={marks} active={props.active} width={size.width} />
            </>
          )}
        </svg>
      </div>
      <ZoomButtons gestures={gestures} whole={map.whole}>
        <button type="button" onClick={fit}>
          {map.fit}
        </button>
      </ZoomButtons>
      <Seen marks={marks} />
      {props.children}
    </div>
  );
}

/** Says a moment after each change what is seen of the world. */
function useTold(
  viewport: Viewport,
  size: { width: number; height: number },
  isOwn: boolean,
  tell: (sight: Sight | null) => void,
): void {
  useEffect(() => {
    if (!isOwn) return;
    const timer = setTimeout(() => {
      const zoom = zoomOf(viewport, WORLD, size);
      tell(zoom <= 1.001 ? null : { at: coordinates(middle(viewport, size)), zoom });
    }, 200);
    return () => clearTimeout(timer);
  }, [viewport]);
}

function placed(shown: readonly Shown[]): CityPoint[] {
  return shown.flatMap((each) => {
    if (!each.city.at) return [];
    const [x, y] = place(each.city.at);
    const weight = each.series.length * 1000 + each.memberships.length;
    return [{ key: each.city.iri, x, y, weight, shown: each }];
  });
}

/** The groups that a window shows, where they stand in it. */
function inView(
  groups: readonly Mark[],
  { scale, x, y }: Viewport,
  size: { width: number; height: number },
): Mark[] {
  return groups
    .map((each) => ({ ...each, x: each.x * scale + x, y: each.y * scale + y }))
    .filter(
      (each) =>
        each.x > -RIM && each.y > -RIM && each.x < size.width + RIM && each.y < size.height + RIM,
    );
}

/** The name of the city that is looked at, beside its mark. */
function Label(props: { marks: readonly Mark[]; active: string; width: number }) {
  const mark = props.marks.find((each) => each.points.some(({ key }) => key === props.active));
  const point = mark?.points.find(({ key }) => key === props.active);
  if (!mark || !point) return null;
  const isLeft = mark.x > props.width - 160;
  return (
    <text
      class="map-label"
      x={mark.x + (isLeft ? -16 : 16)}
      y={mark.y + 5}
      font-size="14"
      text-anchor={isLeft ? "end" : "start"}
    >
      {point.shown.city.name}
    </text>
  );
}

/** What is in view, for those who cannot see it; told when it stays so for a moment. */
function Seen({ marks }: { marks: readonly Mark[] }) {
  const [told, tell] = useState("");
  useEffect(() => {
    const cities = marks.reduce((sum, each) => sum + each.points.length, 0);
    const groups = marks.filter((each) => each.points.length > 1).length;
    const text = texts.views.map.seen(number(cities), number(groups));
    const timer = setTimeout(() => tell(text), 600);
    return () => clearTimeout(timer);
  }, [marks]);
  return (
    <p class="hidden-label" role="status">
      {told}
    </p>
  );
}
