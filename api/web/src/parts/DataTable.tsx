/** A table that sorts by its columns and shows a page of its rows at a time. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { number, texts } from "../texts";

export interface Column<T> {
  readonly name: string;
  /** What a row is sorted and saved by. */
  readonly value: (row: T) => string | number | null;
  /** What a cell shows, where that is not its value. */
  readonly show?: (row: T) => ComponentChildren;
}

export interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly size?: number;
  readonly onRow?: (row: T) => void;
  /** The key of the row that is meant elsewhere: it is marked, and its page is shown. */
  readonly current?: string;
}

interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

const SIZE = 50;

export function DataTable<T>(props: DataTableProps<T>) {
  const { caption, columns, rows, keyOf, size = SIZE, current } = props;
  const [order, setOrder] = useState<Order | null>(null);
  const [start, setStart] = useState(0);
  const sorted = useMemo(() => sort(rows, columns, order), [rows, columns, order]);
  const first = start < sorted.length ? start : 0;
  useEffect(() => {
    const place = current ? sorted.findIndex((row) => keyOf(row) === current) : -1;
    if (place >= 0) setStart(place - (place % size));
  }, [current]);
  const by = (column: number) => {
    setOrder({ column, isDescending: order?.column === column && !order.isDescending });
    setStart(0);
  };
  return (
    <div class="data-table">
      <div class="wide" role="region" aria-label={caption} tabIndex={0}>
        <table>
          <caption>
            {caption}: {texts.table.rows(number(rows.length), rows.length === 1)}
          </caption>
          <thead>
            <tr>
              {columns.map((each, place) => (
                <Heading key={each.name} name={each.name} order={order} place={place} onSort={by} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(first, first + size).map((row) => (
              <tr key={keyOf(row)} aria-current={current !== undefined && keyOf(row) === current}>
                {columns.map((each) => (
                  <td key={each.name} class={typeof each.value(row) === "number" ? "number" : ""}>
                    {each.show ? each.show(row) : each.value(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager first={first} size={size} total={sorted.length} onStart={setStart} />
    </div>
  );
}

interface HeadingProps {
  readonly name: string;
  readonly place: number;
  readonly order: Order | null;
  readonly onSort: (place: number) => void;
}

function Heading({ name, place, order, onSort }: HeadingProps) {
  const mine = order?.column === place ? order : null;
  const sorted = mine ? (mine.isDescending ? "descending" : "ascending") : undefined;
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" class="plain" onClick={() => onSort(place)}>
        {name} <span aria-hidden="true">{mine ? (mine.isDescending ? "▼" : "▲") : ""}</span>
      </button>
    </th>
  );
}

interface PagerProps {
  readonly first: number;
  readonly size: number;
  readonly total: number;
  readonly onStart: (start: number) => void;
}

export function Pager({ first, size, total, onStart }: PagerProps) {
  if (total <= size) return null;
  const last = Math.min(first + size, total);
  return (
    <p class="row">
      <button type="button" disabled={first === 0} onClick={() => onStart(first - size)}>
        {texts.table.before}
      </button>
      <span>{texts.table.page(number(first + 1), number(last), number(total))}</span>
      <button type="button" disabled={last === total} onClick={() => onStart(first + size)}>
        {texts.table.after}
      </button>
    </p>
  );
}

const WORDS = new Intl.Collator("en", { numeric: true });

/** Sorts rows by a column, those without a value last; equal ones keep their order. */
export function sort<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  order: Order | null,
): readonly T[] {
  const column = order && columns[order.column];
  if (!column) return rows;
  const sign = order.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((one, other) => compare(one.value, other.value, sign))
    .map(({ row }) => row);
}

function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * WORDS.compare(String(one), String(other));
}
