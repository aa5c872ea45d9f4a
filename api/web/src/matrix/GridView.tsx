/** The matrix as a grid: rows that are in view, headings that stay, one cell that has the focus. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { number, texts } from "../texts";
import { useSize } from "../views/useSize";
import type { Cell, Column, Grid, Row } from "./grid";
import { inView, led, type Place, ROW } from "./rows";

export interface GridViewProps {
  readonly grid: Grid;
  readonly pair: readonly string[];
  /** What is looked at when it is opened: it is brought into view. */
  readonly start: Place | null;
  readonly countryOf: (row: Row) => string;
  readonly onLook: (place: Place) => void;
  readonly onColumn: (network: string) => void;
  readonly onRow: (row: Row) => void;
}

const START: Place = { row: 0, column: 0 };
/** Rows that stay above the one that is brought into view. */
const ABOVE = 3;

export function GridView(props: GridViewProps) {
  const { grid, onLook } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const [top, setTop] = useState(0);
  const [focus, setFocus] = useState<Place>(props.start ?? START);
  const moves = useRef(false);
  const at: Place = {
    row: Math.min(focus.row, grid.rows.length - 1),
    column: Math.min(focus.column, grid.columns.length - 1),
  };
  const isOpened = useRef(false);
  useEffect(() => {
    const row = isOpened.current ? 0 : Math.max(0, (props.start?.row ?? 0) - ABOVE);
    isOpened.current = true;
    frame.current?.scrollTo(0, row * ROW);
  }, [grid]);
  useLayoutEffect(() => {
    if (!moves.current) return;
    moves.current = false;
    const cell = frame.current?.querySelector<HTMLElement>("[tabindex='0'][data-at]");
    cell?.focus();
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  const look = (place: Place) => {
    setFocus(place);
    onLook(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(size.height / ROW) - 6);
    const next = led(event, at, grid.rows.length, grid.columns.length, page);
    if (next) {
      moves.current = true;
      look(next);
    } else if (event.key === "Enter" || event.key === " ") enter(props, at);
    else return;
    event.preventDefault();
  };
  const { from, to } = inView(top, size.height || 600, grid.rows.length);
  const places = Array.from({ length: to - from }, (_, n) => from + n);
  // The row that has the focus stays, wherever it is.
  if (at.row >= 0 && (at.row < from || at.row >= to)) places.push(at.row);
  return (
    <div
      class="matrix"
      ref={frame}
      role="grid"
      aria-label={texts.views.matrix.label}
      aria-describedby="matrix-how"
      aria-rowcount={grid.rows.length + 1}
      aria-colcount={grid.columns.length + 2}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <Heading {...props} at={at} onFocusAt={look} />
      <div class="matrix-rows" role="rowgroup" style={{ height: `${grid.rows.length * ROW}px` }}>
        {places.map((place) => {
          const row = grid.rows[place];
          if (!row) return null;
          const shared = { row, place, columns: grid.columns, pair: props.pair };
          return (
            <Line
              key={row.city.iri}
              {...shared}
              country={props.countryOf(row)}
              focused={at.row === place ? at.column : null}
              onFocusAt={look}
            />
          );
        })}
      </div>
    </div>
  );
}

/** What Enter does: a column is chosen, a name leads on. */
function enter({ grid, onColumn, onRow }: GridViewProps, { row, column }: Place): void {
  const line = grid.rows[row];
  const network = grid.columns[column];
  if (row < 0 && network) onColumn(network.iri);
  else if (column < 0 && line) onRow(line);
}

interface HeadingProps extends GridViewProps {
  readonly at: Place;
  readonly onFocusAt: (place: Place) => void;
}

function Heading({ grid, pair, at, onFocusAt, onColumn }: HeadingProps) {
  const { matrix } = texts.views;
  const tab = (column: number) => (at.row === -1 && at.column === column ? 0 : -1);
  return (
    <div class="matrix-heading" role="row" aria-rowindex={1}>
      <span
        class="corner"
        role="columnheader"
        aria-colindex={1}
        data-at
        tabIndex={tab(-1)}
        onFocus={() => onFocusAt({ row: -1, column: -1 })}
      >
        {matrix.cities(number(grid.rows.length))}
      </span>
      {grid.columns.map((each, place) => (
        <span
          key={each.iri}
          class={pair.includes(each.iri) ? "network chosen" : "network"}
          role="columnheader"
          aria-colindex={place + 2}
          aria-selected={pair.includes(each.iri)}
          data-at
          tabIndex={tab(place)}
          title={each.name}
          onFocus={() => onFocusAt({ row: -1, column: place })}
          onClick={() => onColumn(each.iri)}
        >
          <span class="name">{each.name}</span>
          <span class="total">{number(each.total)}</span>
        </span>
      ))}
      <span class="sum" role="columnheader" aria-colindex={grid.columns.length + 2}>
        {matrix.sum}
      </span>
    </div>
  );
}

interface LineProps {
  readonly row: Row;
  readonly place: number;
  readonly columns: readonly Column[];
  readonly pair: readonly string[];
  readonly country: string;
  /** The column that has the focus; null where it is in another row. */
  readonly focused: number | null;
  readonly onFocusAt: (place: Place) => void;
}

function Line({ row, place, columns, pair, country, focused, onFocusAt }: LineProps) {
  const tab = (column: number) => (focused === column ? 0 : -1);
  return (
    <div
      class="matrix-row"
      role="row"
      aria-rowindex={place + 2}
      style={{ transform: `translateY(${place * ROW}px)` }}
    >
      <span
        class="city"
        role="rowheader"
        aria-colindex={1}
        data-at
        tabIndex={tab(-1)}
        title={country ? `${row.city.name}, ${country}` : row.city.name}
        onFocus={() => onFocusAt({ row: place, column: -1 })}
      >
        {row.city.name} <small>{country}</small>
      </span>
      {columns.map(({ iri, name }, column) => {
        const cell = row.cells.get(iri);
        return (
          <span
            key={iri}
            class={pair.includes(iri) ? "cell chosen" : "cell"}
            role="gridcell"
            aria-colindex={column + 2}
            aria-label={texts.views.matrix.cell(row.city.name, name, saidOf(cell))}
            data-at
            tabIndex={tab(column)}
            onFocus={() => onFocusAt({ row: place, column })}
            onMouseDown={() => onFocusAt({ row: place, column })}
          >
            {cell && <i class={`sign ${cell.state}`} />}
          </span>
        );
      })}
      <span class="sum" role="gridcell" aria-colindex={columns.length + 2}>
        {number(row.total)}
      </span>
    </div>
  );
}

/** What a cell says in words. */
export function saidOf(cell: Cell | undefined): string {
  return texts.views.matrix.states[cell?.state ?? "none"];
}
