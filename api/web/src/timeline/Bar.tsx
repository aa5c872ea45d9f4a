/** What the time line is chosen, parted and saved by. */

import { Choice } from "../parts/Choice";
import type { Column } from "../parts/DataTable";
import { number, texts } from "../texts";
import { Choosers } from "../views/Choosers";
import { Ticked } from "../views/Frame";
import { MOST } from "../views/members";
import { pictureIn } from "../views/picture";
import { tableFile, ViewSaver } from "../views/Saver";
import { LANES } from "./choice";
import { type Item, KINDS, type Timeline } from "./items";
import { state } from "./state";
import type { Span } from "./TimelineView";

export interface BarProps {
  readonly timeline: Timeline;
  readonly shown: readonly Item[];
  /** How many fit, but not into the years that are seen. */
  readonly outside: number;
  readonly undated: number;
  readonly span: Span;
  readonly columns: readonly Column<Item>[];
  readonly picture: () => Element | null;
  readonly onSpan: (span: Span) => void;
}

export function Bar(props: BarProps) {
  const { members } = props.timeline;
  const { timeline } = texts.views;
  return (
    <>
      <Choosers members={members} state={state} counted={props.timeline.items} />
      <Kinds />
      <Choice
        class="tick"
        label={timeline.lanesBy}
        value={state.lanes.value}
        options={LANES.map((each) => [each, timeline.lanesOf[each]])}
        onChoose={(lanes) => {
          state.lanes.value = lanes;
        }}
      />
      <Years span={props.span} onSpan={props.onSpan} />
      <ViewSaver
        name={timeline.file}
        table={() => tableFile(props.columns, props.shown)}
        picture={() => pictureIn(props.picture())}
      />
      <div class="notes" role="status">
        <p>
          {props.shown.length
            ? timeline.shown(
                number(props.shown.length),
                number(props.outside),
                number(props.undated),
              )
            : timeline.none(number(props.outside))}
        </p>
        {!props.timeline.isWhole && <p>{texts.views.notWhole(number(MOST))}</p>}
      </div>
    </>
  );
}

function Kinds() {
  const { kinds } = texts.views.timeline;
  const chosen = state.kinds.value;
  const isOn = (kind: Item["kind"]) => !chosen.length || chosen.includes(kind);
  const toggle = (kind: Item["kind"]) => {
    const next = KINDS.filter((each) => (each === kind ? !isOn(kind) : isOn(each)));
    // None of them would show nothing: then all are shown again.
    state.kinds.value = next.length === KINDS.length ? [] : next;
  };
  return (
    <div class="ticks" role="group" aria-label={texts.views.timeline.kindsLabel}>
      {KINDS.map((kind) => (
        <Ticked key={kind} label={kinds[kind]} isOn={isOn(kind)} onChange={() => toggle(kind)} />
      ))}
    </div>
  );
}

function Years({ span, onSpan }: { span: Span; onSpan: (span: Span) => void }) {
  const { timeline } = texts.views;
  const [from, to] = span;
  const year = (moment: number) => new Date(moment).getUTCFullYear();
  return (
    <div class="row years">
      <label class="tick">
        {timeline.from}
        <input
          type="number"
          min={1000}
          max={2499}
          value={year(from)}
          onChange={({ currentTarget }) =>
            currentTarget.validity.valid && onSpan([Date.UTC(currentTarget.valueAsNumber, 0), to])
          }
        />
      </label>
      <label class="tick">
        {timeline.to}
        <input
          type="number"
          min={1000}
          max={2499}
          value={year(to - 1)}
          onChange={({ currentTarget }) =>
            currentTarget.validity.valid &&
            onSpan([from, Date.UTC(currentTarget.valueAsNumber + 1, 0)])
          }
        />
      </label>
    </div>
  );
}
