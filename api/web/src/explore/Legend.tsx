/** What shapes and colours mean, how many there are of each, and which are hidden. */

import { number, texts } from "../texts";
import { KINDS, type Kind } from "./model";
import { svgPath } from "./shapes";
import * as state from "./state";

export function Legend() {
  const words = texts.explore;
  const counts = new Map<string, number>();
  for (const { kind } of state.graph.value.things.values()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const { without } = state.address;
  // Until the graph is there, all of them keep the place of those that it has.
  const isListed = (kind: Kind) => !counts.size || counts.has(kind) || without.value.includes(kind);
  const toggle = (kind: Kind) => {
    without.value = without.value.includes(kind)
      ? without.value.filter((each) => each !== kind)
      : [...without.value, kind];
  };
  return (
    <div class="legend" role="group" aria-label={words.legend} title={words.legendHelp}>
      {KINDS.filter(isListed).map((kind) => {
        const count = counts.get(kind) ?? 0;
        const isShown = !without.value.includes(kind);
        return (
          <button
            key={kind}
            type="button"
            class="kind-toggle"
            aria-pressed={isShown}
            onClick={() => toggle(kind)}
          >
            <Sign kind={kind} />
            {texts.kinds[kind]?.[count === 1 ? "one" : "many"] ?? kind}{" "}
            <span class="count">{number(count)}</span>
          </button>
        );
      })}
      <span class="planned-sign">
        <svg width="28" height="10" aria-hidden="true">
          <line x1="0" y1="5" x2="28" y2="5" stroke-dasharray="5 4" />
        </svg>
        {words.planned}
      </span>
    </div>
  );
}

/** The shape of a kind, in its colour. */
export function Sign({ kind }: { kind: Kind }) {
  return (
    <svg class={`sign of-${kind.toLowerCase()}`} width="16" height="16" aria-hidden="true">
      <path d={svgPath(kind, 8, 8, 5.5)} />
    </svg>
  );
}
