/** The page of the time line: what is chosen, what happened when, what has no date. */

import { batch } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { DataTable } from "../parts/DataTable";
import { useLoaded } from "../parts/useLoaded";
import { here } from "../shell/here";
import { texts } from "../texts";
import { AwaitedView, Frame } from "../views/Frame";
import { Aside } from "./Aside";
import { Bar } from "./Bar";
import { extent, fits, lanesOf } from "./choice";
import { type Item, loadTimeline, type Timeline } from "./items";
import type { Spot } from "./layout";
import { state } from "./state";
import { type Span, TimelineView } from "./TimelineView";
import { columnsOf } from "./table";

export function TimelinePage() {
  const loaded = useLoaded(String(here.asked), loadTimeline);
  return <AwaitedView state={loaded}>{(timeline) => <Loaded timeline={timeline} />}</AwaitedView>;
}

/** Nobody looks for statements of cities beyond these years. */
const FIRST = Date.UTC(1000, 0);
const LAST = Date.UTC(2500, 0);

/** Milliseconds after which hands are taken to rest. */
const REST = 200;

const NAMES = { kinds: texts.views.timeline.lanes, none: texts.views.timeline.noNetwork };

function Loaded({ timeline }: { timeline: Timeline }) {
  const picture = useRef<HTMLDivElement>(null);
  const [looked, look] = useState<Spot | null>(null);
  const choice = {
    kinds: state.kinds.value,
    networks: state.networks.value,
    countries: state.countries.value,
  };
  const fitting = useMemo(
    () => timeline.items.filter((each) => fits(each, choice)),
    [timeline, ...Object.values(choice)],
  );
  const undated = useMemo(
    () => timeline.undated.filter((each) => fits(each, choice)),
    [timeline, ...Object.values(choice)],
  );
  const usual = useMemo(() => extent(fitting), [fitting]);
  const { span, settled, setSpan, showAll } = useSpan(usual);
  // While hands move it, the picture alone follows; what is told and listed waits until they rest.
  const drawn = useMemo(() => during(fitting, span), [fitting, ...span]);
  const shown = useMemo(() => during(fitting, settled), [fitting, ...settled]);
  const by = state.lanes.value;
  const lanes = useMemo(() => lanesOf(drawn, by, timeline, NAMES, choice.networks), [drawn, by]);
  const columns = useMemo(() => columnsOf(timeline), [timeline]);
  const kept = useMemo(() => spotOf(fitting, state.mark.value), [fitting, state.mark.value]);
  const spot = looked ?? kept;
  const keep = (chosen: Spot) => {
    look(chosen);
    state.mark.value = chosen.items.length === 1 ? (chosen.items[0]?.key ?? "") : "";
  };
  return (
    <Frame
      bar={
        <Bar
          timeline={timeline}
          shown={shown}
          outside={fitting.length - shown.length}
          undated={undated.length}
          span={span}
          columns={columns}
          picture={() => picture.current}
          onSpan={setSpan}
        />
      }
      picture={
        <div ref={picture}>
          <TimelineView
            lanes={lanes}
            span={span}
            active={spot?.key ?? ""}
            onSpan={setSpan}
            onWhole={showAll}
            onLook={look}
            onKeep={keep}
          />
          <p id="timeline-how" class="help">
            {texts.views.timeline.how}
          </p>
        </div>
      }
      aside={<Aside spot={spot} undated={undated} />}
      table={
        <DataTable
          caption={texts.views.timeline.caption}
          columns={columns}
          rows={shown}
          keyOf={({ key, kind }) => `${kind} ${key}`}
          place={state.table}
        />
      }
    />
  );
}

/** The years that are seen: at once while hands move them, and in the address once they rest. */
function useSpan(usual: Span) {
  const [moving, move] = useState<Span | null>(null);
  const settled: Span = [state.from.value ?? usual[0], state.to.value ?? usual[1]];
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(() => {
      batch(() => {
        [state.from.value, state.to.value] = moving;
      });
      move(null);
    }, REST);
    return () => clearTimeout(timer);
  }, [moving]);
  const setSpan = ([from, to]: Span) => {
    if (to > from) move([Math.max(from, FIRST), Math.min(to, LAST)]);
  };
  const showAll = () => {
    move(null);
    batch(() => {
      state.from.value = null;
      state.to.value = null;
    });
  };
  return { span: moving ?? settled, settled, setSpan, showAll };
}

const during = (items: readonly Item[], [from, to]: Span) =>
  items.filter(({ when }) => when.to > from && when.from < to);

/** What the address keeps in sight, though it stands in no place. */
function spotOf(items: readonly Item[], key: string): Spot | null {
  const item = items.find((each) => each.key === key);
  return item ? { key, x: 0, y: 0, left: 0, right: 0, items: [item], label: "" } : null;
}
