/** The page of the time line: what is chosen, what happened when, what has no date. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { DataTable } from "../parts/DataTable";
import { useLoaded } from "../parts/useLoaded";
import { here } from "../shell/here";
import { texts } from "../texts";
import { Awaited, Frame } from "../views/Frame";
import { Aside } from "./Aside";
import { Bar } from "./Bar";
import { extent, fits, lanesOf } from "./choice";
import { loadTimeline, type Timeline } from "./items";
import type { Spot } from "./layout";
import { state } from "./state";
import { type Span, TimelineView } from "./TimelineView";
import { columnsOf } from "./table";

export function TimelinePage() {
  const loaded = useLoaded(String(here.asked), loadTimeline);
  return loaded.data ? <Loaded timeline={loaded.data} /> : <Awaited state={loaded} />;
}

/** Nobody looks for statements of cities beyond these years. */
const FIRST = Date.UTC(1000, 0);
const LAST = Date.UTC(2500, 0);

const NAMES = { kinds: texts.views.timeline.lanes, none: texts.views.timeline.noNetwork };

function Loaded({ timeline }: { timeline: Timeline }) {
  const picture = useRef<HTMLDivElement>(null);
  const [spot, look] = useState<Spot | null>(null);
  const choice = {
    kinds: state.kinds.value,
    networks: state.networks.value,
    countries: state.countries.value,
  };
  const fitting = useMemo(
    () => timeline.items.filter((each) => fits(each, choice)),
    [timeline, ...Object.values(choice)],
  );
  const undated = timeline.undated.filter((each) => fits(each, choice));
  const usual = useMemo(() => extent(fitting), [fitting]);
  const [moving, move] = useState<Span | null>(null);
  const told: Span = [state.from.value ?? usual[0], state.to.value ?? usual[1]];
  const span = moving ?? told;
  useEffect(() => {
    if (!moving) return;
    // A moment after the last move, since browsers count how often an address changes.
    const timer = setTimeout(() => {
      [state.from.value, state.to.value] = moving;
      move(null);
    }, 200);
    return () => clearTimeout(timer);
  }, [moving]);
  const shown = useMemo(
    () => fitting.filter(({ when }) => when.to > span[0] && when.from < span[1]),
    [fitting, ...span],
  );
  const by = state.lanes.value;
  const lanes = useMemo(() => lanesOf(shown, by, timeline, NAMES, choice.networks), [shown, by]);
  const columns = useMemo(() => columnsOf(timeline), [timeline]);
  const setSpan = ([from, to]: Span) => {
    if (to <= from) return;
    move([Math.max(from, FIRST), Math.min(to, LAST)]);
  };
  const showAll = () => {
    move(null);
    state.from.value = null;
    state.to.value = null;
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
        />
      }
    />
  );
}
