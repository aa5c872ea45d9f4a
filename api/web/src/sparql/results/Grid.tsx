/** Rows as a grid (ARIA Authoring Practices, "Grid"): only those in sight are there, one cell has the focus. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Term } from "../../doors/terms";
import { number, texts } from "../../texts";
import { type Cells, type Claim, numberOf } from "../answers";
import { labels, wantLabels } from "../labels";
import { Cell, wordsOf } from "./Cell";
import { inSight, keeping, type Order } from "./ordering";
import { Sentences } from "./Sentences";

const T = texts.sparql.answer;
const ROW = 32;
/** Rows by which the widths of the columns are found. */
const SAMPLE = 100;

export interface GridProps {
  readonly names: readonly string[];
  readonly rows: readonly Cells[];
  /** How many rows came. */
  readonly count: number;
  /** The rows that are shown, in their order; null for all as they came. */
  readonly places: readonly number[] | null;
  readonly claims: readonly (readonly Claim[])[] | null;
  readonly hasNames: boolean;
  readonly order: Order | null;
  readonly onSort: (column: number) => void;
  readonly onCell: (term: Term | undefined) => void;
}

export function Grid(props: GridProps) {
  const { names, rows, count, places, claims } = props;
  const total = places?.length ?? count;
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const cursor = useCursor(total, names.length, scroller);
  // Rows with sentences have heights of their own; there are at most a thousand of them.
  // The row that has the focus stays, wherever it is: else Tab would find no cell.
  const sight = claims
    ? { from: 0, to: total, above: 0, below: 0, kept: undefined }
    : keeping(cursor.row, inSight(view.top, view.height, total, ROW), ROW);
  const { from, to, kept } = sight;
  const shown = useMemo(() => {
    const between = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
    const all =
      kept === undefined ? between : kept < from ? [kept, ...between] : [...between, kept];
    return all.map((at) => [at, places?.[at] ?? at] as const);
  }, [places, from, to, kept, total]);
  const known = props.hasNames ? labels.value : null;

  // Asked again whenever names come, since of very many the oldest are forgotten.
  useEffect(() => {
    if (props.hasNames) wantLabels(irisOf(shown.map(([, place]) => rows[place] ?? [])));
  }, [shown, props.hasNames, rows, known]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const widths = useMemo(() => widthsOf(names, rows), [names, rows, Math.min(count, SAMPLE)]);

  return (
    <div
      ref={scroller}
      class={claims ? "grid explained" : "grid"}
      onScroll={(event) =>
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
      }
    >
      <div style={{ paddingTop: `${sight.above}px`, paddingBottom: `${sight.below}px` }}>
        <table
          role="grid"
          aria-label={T.grid(number(total), number(names.length))}
          aria-describedby="grid-keys"
          aria-rowcount={total + 1}
          aria-colcount={names.length + (claims ? 1 : 0)}
          onKeyDown={cursor.onKeyDown}
        >
          <colgroup>
            {widths.map((width, column) => (
              <col key={names[column]} style={{ width: `${width}ch` }} />
            ))}
            {claims && <col style={{ width: "40ch" }} />}
          </colgroup>
          <Head {...props} />
          <tbody>
            {shown.map(([at, place]) => (
              <tr key={place} aria-rowindex={at + 2} data-far={at === kept || undefined}>
                {names.map((name, column) => {
                  const isCurrent = cursor.row === at && cursor.column === column;
                  const term = rows[place]?.[column];
                  return (
                    <td
                      key={name}
                      role="gridcell"
                      tabIndex={isCurrent ? 0 : -1}
                      data-current={isCurrent || undefined}
                      class={numberOf(term) === null ? undefined : "number"}
                      onFocus={() => {
                        cursor.set(at, column, at < from || at >= to);
                        props.onCell(term);
                      }}
                      onCopy={(event) => copyCell(event, term, known)}
                    >
                      {term && <Cell term={term} names={known} />}
                    </td>
                  );
                })}
                {claims && (
                  <td role="gridcell">
                    <Sentences claims={claims[place] ?? []} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Head({ names, order, onSort, claims }: GridProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {names.map((name, column) => {
          const mine = order?.column === column ? order : null;
          const sorted = mine ? (mine.isDescending ? "descending" : "ascending") : undefined;
          return (
            <th key={name} scope="col" aria-sort={sorted}>
              <button
                type="button"
                class="plain"
                title={T.sort(name)}
                onClick={() => onSort(column)}
              >
                {name} <span aria-hidden="true">{mine ? (mine.isDescending ? "▼" : "▲") : ""}</span>
              </button>
            </th>
          );
        })}
        {claims && <th scope="col">{T.sentences}</th>}
      </tr>
    </thead>
  );
}

/** The cell that has the focus, moved by keys; of fewer rows or columns, the last one. */
function useCursor(rows: number, columns: number, scroller: { current: HTMLElement | null }) {
  const [cell, setCell] = useState({ row: 0, column: 0 });
  const row = within(cell.row, rows);
  const column = within(cell.column, columns);
  const isMoving = useRef(false);
  const set = (row: number, column: number, isFar = false) => {
    isMoving.current ||= isFar;
    setCell({ row, column });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLTableCellElement) || event.target.tagName === "TH") return;
    if (event.key === "Enter") return void event.target.querySelector("a")?.click();
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1;
    const ends = event.ctrlKey || event.metaKey;
    const moves: Record<string, [number, number]> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [ends ? 0 : row, 0],
      End: [ends ? rows - 1 : row, columns - 1],
    };
    const to = moves[event.key];
    if (!to) return;
    event.preventDefault();
    isMoving.current = true;
    set(within(to[0], rows), within(to[1], columns));
  };
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    const element = scroller.current;
    const cell = element?.querySelector<HTMLElement>("[data-current]:not([data-far] > *)");
    if (cell) {
      isMoving.current = false;
      cell.focus();
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (element) element.scrollTop = (row / Math.max(1, rows)) * element.scrollHeight;
  });
  return { row, column, set, onKeyDown };
}

const within = (place: number, count: number) => Math.max(0, Math.min(place, count - 1));

function copyCell(
  event: ClipboardEvent,
  term: Term | undefined,
  names: ReadonlyMap<string, string> | null,
) {
  if (!term || getSelection()?.toString()) return;
  event.clipboardData?.setData(
    "text/plain",
    term.type === "uri" ? term.value : wordsOf(term, names),
  );
  event.preventDefault();
}

function irisOf(rows: readonly Cells[]): string[] {
  return rows.flatMap((row) => row.flatMap((term) => (term?.type === "uri" ? [term.value] : [])));
}

/** Widths of columns in characters, by what stands in the first rows. */
function widthsOf(names: readonly string[], rows: readonly Cells[]): number[] {
  return names.map((name, column) => {
    const lengths = rows.slice(0, SAMPLE).map((row) => {
      const term = row[column];
      return term ? wordsOf(term, null).length : 0;
    });
    return Math.min(44, Math.max(name.length + 3, ...lengths, 7)) + 2;
  });
}
