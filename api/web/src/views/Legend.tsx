/** Which colour and shape means what, as a picture that is saved with the other. */

import { outline, SHAPES, slice } from "./series";

export interface Entry {
  readonly key: string;
  readonly text: string;
  /** A place in the list of series; null for what belongs to none. */
  readonly series: number | null;
  readonly isHollow?: boolean;
  /** A shade of areas instead of a mark. */
  readonly shade?: number;
  readonly isSeveral?: boolean;
}

const LINE = 20;

export function Legend({ label, entries }: { label: string; entries: readonly Entry[] }) {
  if (!entries.length) return null;
  const width = 40 + 7.5 * Math.max(...entries.map(({ text }) => text.length));
  const height = entries.length * LINE + 4;
  return (
    <svg
      class="legend"
      data-saved
      role="img"
      aria-label={`${label}: ${entries.map(({ text }) => text).join("; ")}`}
      width={width}
      height={height}
    >
      {entries.map((each, number) => (
        <g key={each.key} transform={`translate(12,${number * LINE + 12})`}>
          <Sign entry={each} />
          <text x={16} y={5} font-size="13">
            {each.text}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Sign({ entry }: { entry: Entry }) {
  if (entry.shade !== undefined) {
    return <rect x={-8} y={-7} width={16} height={14} class={`land shade-${entry.shade}`} />;
  }
  if (entry.isSeveral) {
    return (
      <>
        {[0, 1, 2].map((part) => (
          <path key={part} d={slice(part, 3, 7)} class={`series-${part}`} />
        ))}
      </>
    );
  }
  const shape = SHAPES[entry.series ?? 0] ?? "circle";
  const colour = entry.series === null ? "series-none" : `series-${entry.series}`;
  return <path d={outline(shape, 6)} class={`${colour}${entry.isHollow ? " hollow" : ""}`} />;
}
