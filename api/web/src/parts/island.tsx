/** Where the scripts of a page stand in it, and what they show when they fail. */

import { Component, type ComponentChildren, render } from "preact";
import { saying } from "../doors/problem";
import { texts } from "../texts";
import type { LoadedState } from "./useLoaded";

/** Puts a component in the place that the page keeps for its scripts. */
export function mount(children: ComponentChildren, id = "island"): void {
  const place = document.getElementById(id);
  if (!place) return;
  place.replaceChildren();
  render(<Guard>{children}</Guard>, place);
}

/** Shows in words what failed, in the place of what cannot be shown. */
class Guard extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state = { error: null };

  static override getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === null ? this.props.children : <Failure error={this.state.error} />;
  }
}

interface FailureProps {
  readonly error: unknown;
  /** Tries it once more; left out where that is of no use. */
  readonly again?: (() => void) | undefined;
  readonly children?: ComponentChildren;
}

/** One sentence on what went wrong, told to readers of the screen too, and a way to try again. */
export function Failure({ error, again, children }: FailureProps) {
  return (
    <div role="alert" class="problem">
      <p>{saying(error)}</p>
      {again && (
        <button type="button" onClick={again}>
          {texts.waiting.again}
        </button>
      )}
      {children}
    </div>
  );
}

/** What stands where something is awaited. */
export function Waiting() {
  return <p class="help">{texts.waiting.loading}</p>;
}

export interface AwaitedProps<T> {
  readonly state: LoadedState<T>;
  readonly children: (data: T) => ComponentChildren;
}

/** What was loaded, once it is there; until then that it is awaited, or why it did not come. */
export function Awaited<T>({ state, children }: AwaitedProps<T>) {
  const { data, error, isLoading, again } = state;
  if (error !== null) return <Failure error={error} again={again} />;
  return isLoading || data === null ? <Waiting /> : children(data);
}
