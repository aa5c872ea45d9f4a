/** What all views have: a bar to choose by, a picture with something beside it, and a table below. */

import type { ComponentChildren } from "preact";
import { Awaited, type AwaitedProps } from "../parts/island";
import { texts } from "../texts";

export interface FrameProps {
  readonly bar: ComponentChildren;
  readonly picture: ComponentChildren;
  readonly aside: ComponentChildren;
  readonly table: ComponentChildren;
}

export function Frame({ bar, picture, aside, table }: FrameProps) {
  return (
    <>
      <search class="view-bar">{bar}</search>
      <div class="view">
        <div class="view-picture">{picture}</div>
        <section class="view-aside" aria-label={texts.views.details}>
          {aside}
        </section>
      </div>
      {table}
    </>
  );
}

/** The view of what was loaded; what stands there before keeps its place. */
export function AwaitedView<T>(props: AwaitedProps<T>) {
  const { data } = props.state;
  if (data !== null) return props.children(data);
  return (
    <div class="waiting">
      <Awaited {...props} />
    </div>
  );
}

export function Ticked(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
