/** What all views have: a bar to choose by, a picture with something beside it, and a table below. */

import type { ComponentChildren } from "preact";
import { Failure } from "../parts/island";
import type { LoadedState } from "../parts/useLoaded";
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

/** What stands where data are awaited, or did not come; it keeps the place of the view. */
export function Awaited({ state }: { state: LoadedState<unknown> }) {
  if (!state.error) return <p class="waiting">{texts.waiting.loading}</p>;
  return (
    <div class="waiting">
      <Failure error={state.error}>
        <button type="button" onClick={state.again}>
          {texts.waiting.again}
        </button>
      </Failure>
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
