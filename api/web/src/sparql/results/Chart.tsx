/** Numbers of the rows as bars or a line; the table has the same beside. */

import { useEffect, useMemo } from "preact/hooks";
import type { Term } from "../../doors/terms";
import { number, texts } from "../../texts";
import { numberOf } from "../answers";
import { labels, wantLabels } from "../labels";
import type { Answer } from "../running";
import { type ChartKind, chart, counted, labelled } from "../shown";
import { wordsOf } from "./Cell";
import { MOST, numberColumns, type Point, ticks } from "./charting";
import { chosen } from "./columns";

const T = texts.sparql.chart;

export function Chart({ answer }: { answer: Answer }) {
  const numeric = useMemo(() => numberColumns(answer.names, answer.rows), [answer]);
  const others = answer.names
    .map((_, column) => column)
    .filter((column) => !numeric.includes(column));
  const kind = chart.value;
  const all = answer.names.map((_, column) => column);
  const label = chosen(labelled.value, answer.names, all) ?? preferred(answer.names, others) ?? 0;
  const value = chosen(counted.value, answer.names, numeric) ?? numeric.at(-1) ?? 0;
  const points = pointsOf(answer, label, value);
  useEffect(() => {
    const terms = answer.rows.slice(0, MOST).map((row) => row[label]);
    wantLabels(terms.flatMap((term) => (term?.type === "uri" ? [term.value] : [])));
  }, [answer, label]);
  const title = T.title(answer.names[value] ?? "", answer.names[label] ?? "");
  return (
    <figure class="chart">
      <div class="row controls">
        <Choice
          label={T.kind}
          value={kind}
          options={[
            ["bars", T.bars],
            ["line", T.line],
          ]}
          onChange={(to) => {
            chart.value = to as ChartKind;
          }}
        />
        <Choice
          label={T.labels}
          value={String(label)}
          options={answer.names.map((name, at) => [String(at), name])}
          onChange={(to) => {
            labelled.value = answer.names[Number(to)] ?? "";
          }}
        />
        <Choice
          label={T.numbers}
          value={String(value)}
          options={numeric.map((at) => [String(at), answer.names[at] ?? ""])}
          onChange={(to) => {
            counted.value = answer.names[Number(to)] ?? "";
          }}
        />
      </div>
      {kind === "bars" ? (
        <Bars points={points} title={title} />
      ) : (
        <Line points={points} title={title} />
      )}
      <figcaption>
        {title}
        {answer.rows.length > MOST && `. ${T.capped(number(MOST), number(answer.rows.length))}`}
      </figcaption>
    </figure>
  );
}

/** The column of labels: rather one of names than one of IRIs. */
function preferred(names: readonly string[], columns: readonly number[]): number | undefined {
  return columns.find((column) => /name|label|title/i.test(names[column] ?? "")) ?? columns[0];
}

function pointsOf(answer: Answer, label: number, value: number): Point[] {
  const said = (term: Term | undefined) => (term ? wordsOf(term, labels.value) : "");
  return answer.rows
    .slice(0, MOST)
    .map((row) => ({ label: said(row[label]), value: numberOf(row[value]) ?? 0 }));
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label class="inline">
      {label}{" "}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface DrawnProps {
  readonly points: readonly Point[];
  readonly title: string;
}

const WIDTH = 800;
const LABELS = 230;
const BAR = 22;

function Bars({ points, title }: DrawnProps) {
  const steps = ticks(points.map((each) => each.value));
  const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 1];
  const x = (value: number) => LABELS + ((value - low) / (high - low)) * (WIDTH - LABELS - 60);
  const height = points.length * BAR + 30;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
      {steps.map((step) => (
        <g key={step}>
          <line class="rule" x1={x(step)} x2={x(step)} y1={0} y2={height - 24} />
          <text class="tick" x={x(step)} y={height - 8} text-anchor="middle">
            {number(step)}
          </text>
        </g>
      ))}
      {points.map(({ label, value }, at) => {
        const y = at * BAR;
        return (
          <g key={at}>
            <text x={LABELS - 8} y={y + 15} text-anchor="end">
              {cut(label)}
              <title>{label}</title>
            </text>
            <rect
              class="bar"
              x={Math.min(x(0), x(value))}
              y={y + 3}
              width={Math.max(1, Math.abs(x(value) - x(0)))}
              height={BAR - 6}
            />
            <text class="tick" x={Math.max(x(value), x(0)) + 5} y={y + 15}>
              {number(value)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const TALL = 340;

function Line({ points, title }: DrawnProps) {
  const steps = ticks(points.map((each) => each.value));
  const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 1];
  const x = (at: number) => 60 + (at / Math.max(1, points.length - 1)) * (WIDTH - 90);
  const y = (value: number) => 15 + (1 - (value - low) / (high - low)) * (TALL - 75);
  const every = Math.ceil(points.length / 8);
  const way = points.map(({ value }, at) => `${x(at)},${y(value)}`).join(" ");
  return (
    <svg viewBox={`0 0 ${WIDTH} ${TALL}`} role="img" aria-label={title}>
      {steps.map((step) => (
        <g key={step}>
          <line class="rule" x1={60} x2={WIDTH - 30} y1={y(step)} y2={y(step)} />
          <text class="tick" x={52} y={y(step) + 4} text-anchor="end">
            {number(step)}
          </text>
        </g>
      ))}
      <polyline class="way" points={way} />
      {points.map(({ label, value }, at) => (
        <g key={at}>
          <circle class="bar" cx={x(at)} cy={y(value)} r={3.5}>
            <title>{`${label}: ${number(value)}`}</title>
          </circle>
          {at % every === 0 && (
            <text class="tick" x={x(at)} y={TALL - 30} text-anchor="middle">
              {cut(label, 12)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

const cut = (text: string, most = 30) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
