/** Where the scripts of a page stand in it, and what they show when they fail. */

import { Component, type ComponentChildren, render } from "preact";
import { saying } from "../doors/problem";

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

/** One sentence on what went wrong, told to readers of the screen too. */
export function Failure({ error, children }: { error: unknown; children?: ComponentChildren }) {
  return (
    <div role="alert" class="problem">
      <p>{saying(error)}</p>
      {children}
    </div>
  );
}
