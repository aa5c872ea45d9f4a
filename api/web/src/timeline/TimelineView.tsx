/** The time line: years above, lanes below, and marks of which one at a time is reached by Tab. */

import { useMemo, useRef } from "preact/hooks";
import { nextIn } from "../map/clusters";
import { byKey, useGestures } from "../parts/gestures";
import { measure } from "../parts/measuring";
import { number, texts } from "../texts";
import { outline, type Shape } from "../views/series";
import { useFrame } from "../views/useFrame";
import { useSize } from "../views/useSize";
import { ZoomButtons } from "../views/ZoomButtons";
import type { Item, Kind } from "./items";
import { type LaidLane, type Lane, laidOut, type Spot } from "./layout";
import { type Tick, ticks } from "./when";

export type Span = readonly [number, number];

export interface TimelineViewProps {
  readonly lanes: readonly Lane[];
  readonly span: Span;
  readonly active: string;
  readonly onSpan: (span: Span) => void;
  readonly onWhole: () => void;
  /** A mark is pointed at, or has the focus. */
  readonly onLook: (spot: Spot) => void;
  /** A mark is chosen, and stays. */
  readonly onKeep: (spot: Spot) => void;
}

const AXIS = 28;
const LABEL_SIZE = 12.5;
/** Pixels that a word on the axis takes. */
const WORD = 64;
const LEAST = 86_400_000 * 40;

export const SHAPE_OF: Record<Kind, Shape> = {
  agreement: "diamond",
  event: "circle",
  founding: "star",
  joining: "square",
};
export const COLOUR_OF: Record<Kind, string> = {
  agreement: "series-4",
  event: "series-3",
  founding: "series-1",
  joining: "series-0",
};

export function TimelineView(props: TimelineViewProps) {
  const { lanes, span, onSpan, onWhole } = props;
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const { width } = useSize(frame);
  const [from, to] = span;
  const scale = (moment: number) => ((moment - from) / (to - from)) * width;
  const letters = useMemo(() => measure(LABEL_SIZE), []);
  const laid = useMemo(
    () => (width ? laidOut(lanes, scale, letters) : []),
    [lanes, from, to, width],
  );
  const height = AXIS + laid.reduce((sum, lane) => sum + lane.height, 0);
  const latest = useRef(span);
  const isAhead = useRef(false);
  // Else it is ahead of what is drawn, by what came since the last frame.
  if (!isAhead.current) latest.current = span;
  const draw = useFrame((next: Span) => {
    isAhead.current = false;
    onSpan(next);
  });
  const show = (next: Span) => {
    latest.current = next;
    isAhead.current = true;
    draw(next);
  };
  const gestures = {
    isFlat: true,
    move: (dx: number) => {
      const [begin, end] = latest.current;
      const by = (dx / Math.max(width, 1)) * (end - begin);
      show([begin - by, end - by]);
    },
    zoom: (factor: number, at?: readonly [number, number]) => {
      const [begin, end] = latest.current;
      const share = at ? at[0] / Math.max(width, 1) : 0.5;
      const length = Math.max((end - begin) / factor, LEAST);
      const middle = begin + share * (end - begin);
      show([middle - share * length, middle + (1 - share) * length]);
    },
    whole: onWhole,
  };
  useGestures(svg, gestures);
  const { timeline } = texts.views;
  return (
    <div class="timeline-frame" ref={frame}>
      <svg
        ref={svg}
        data-saved
        class="timeline"
        role="group"
        aria-label={timeline.label}
        aria-describedby="timeline-how"
        tabindex={0}
        width={width}
        height={Math.max(height, 320)}
        onKeyDown={(event) => byKey(event.key, gestures) && event.preventDefault()}
      >
        {width > 0 && (
          <>
            <Axis found={ticks(from, to, width / WORD)} scale={scale} height={height} />
            <g transform={`translate(0,${AXIS})`}>
              {laid.map((lane) => (
                <LaneGround key={lane.key} lane={lane} width={width} />
              ))}
              <Spots laid={laid} {...props} />
            </g>
          </>
        )}
      </svg>
      <ZoomButtons gestures={gestures} whole={timeline.whole} />
    </div>
  );
}

function Axis(props: {
  found: readonly Tick[];
  scale: (moment: number) => number;
  height: number;
}) {
  return (
    <g class="axis">
      {props.found.map(({ at, text }) => (
        <g key={text} transform={`translate(${props.scale(at).toFixed(1)},0)`}>
          <path d={`M0,${AXIS}V${props.height}`} class="tick-line" />
          <text x={3} y={18} font-size="12">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}

function LaneGround({ lane, width }: { lane: LaidLane; width: number }) {
  return (
    <g transform={`translate(0,${lane.top})`}>
      <path d={`M0,0H${width}`} class="lane-line" />
      <text class="lane-name" x={8} y={16} font-size="13">
        {lane.name}
      </text>
    </g>
  );
}

interface SpotsProps extends Pick<TimelineViewProps, "active" | "onLook" | "onKeep"> {
  readonly laid: readonly LaidLane[];
}

function Spots({ laid, active, onLook, onKeep }: SpotsProps) {
  const group = useRef<SVGGElement>(null);
  const spots = laid.flatMap((lane) => lane.spots);
  const isActive = ({ key, items }: Spot) =>
    active !== "" && (key === active || items.some((item) => item.key === active));
  const reached = spots.find(isActive) ?? spots[0];
  const onKeyDown = (event: KeyboardEvent, spot: Spot) => {
    const next = nextIn(event.key, spot, spots);
    if (next) {
      const place = spots.indexOf(next);
      group.current?.querySelectorAll<SVGGElement>(".spot")[place]?.focus();
    } else if (event.key === "Enter" || event.key === " ") onKeep(spot);
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g ref={group}>
      <Labels spots={spots} />
      {spots.map((spot) => (
        <g
          key={spot.key}
          class={isActive(spot) ? "mark spot active" : "mark spot"}
          role="button"
          tabindex={spot === reached ? 0 : -1}
          aria-label={spokenOf(spot)}
          transform={`translate(${spot.x.toFixed(1)},${spot.y.toFixed(1)})`}
          onFocus={() => onLook(spot)}
          onPointerEnter={(event) => event.pointerType === "mouse" && onLook(spot)}
          onClick={() => onKeep(spot)}
          onKeyDown={(event) => onKeyDown(event, spot)}
        >
          <SpotMark spot={spot} />
        </g>
      ))}
    </g>
  );
}

/** Names beside their marks, shortened; the marks themselves say them in full. */
function Labels({ spots }: { spots: readonly Spot[] }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of texts takes no focus
    <g aria-hidden="true">
      {spots.map((spot) => (
        <text
          key={spot.key}
          class="spot-label"
          x={spot.x + 14}
          y={spot.y + 4.5}
          font-size={LABEL_SIZE}
        >
          {spot.label}
        </text>
      ))}
    </g>
  );
}

function SpotMark({ spot }: { spot: Spot }) {
  const [item] = spot.items;
  if (!item) return null;
  if (spot.items.length > 1) {
    return (
      <>
        <circle class="target" r={12} />
        <circle class={`${COLOUR_OF[item.kind]} ring`} r={11} />
        <circle class="group" r={9} />
        <text class="group-count" text-anchor="middle" y={4} font-size="11">
          {number(spot.items.length)}
        </text>
      </>
    );
  }
  const long = spot.right - spot.left;
  return (
    <>
      <circle class="target" r={12} />
      {long > 14 && (
        <path class="reach" d={`M${(-long / 2).toFixed(1)},9H${(long / 2).toFixed(1)}`} />
      )}
      <path
        class={`${COLOUR_OF[item.kind]}${item.isPlanned ? " hollow" : ""}`}
        d={outline(SHAPE_OF[item.kind], 6)}
      />
    </>
  );
}

/** What is said of a mark to those who hear the page. */
export function spokenOf({ items }: Spot): string {
  const { timeline } = texts.views;
  const told = items
    .slice(0, 3)
    .map((item: Item) => timeline.item(item.name, item.when.text, item.isPlanned));
  return items.length > 3 ? timeline.several(number(items.length), told) : told.join("; ");
}
