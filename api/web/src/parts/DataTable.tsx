/** A table that sorts by its columns and shows a page of its rows at a time. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { number, texts } from "../texts";
import { pressed, sorted, type Value } from "./ordering";
import { SortHeading } from "./SortHeading";
import { type TablePlace, tableAlone } from "./tablePlace";

export interface Column<T> {
  readonly name: string;
  /** What a row is sorted and saved by. */
  readonly value: (row: T) => Value;
  /** What a cell shows, where that is not its value. */
  readonly show?: (row: T) => ComponentChildren;
}

export interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly size?: number;
  /** Where order and page are kept; beyond the visit, if that is in the address. */
  readonly place?: TablePlace;
  /** The key of the row that is meant elsewhere: it is marked, and its page is shown. */
  readonly current?: string;
}

const SIZE = 50;

export function DataTable<T>(props: DataTableProps<T>) {
  const { caption, columns, rows, keyOf, size = SIZE, current } = props;
  const { order: chosen, page } = useMemo(() => props.place ?? tableAlone(), [props.place]);
  const order = chosen.value && columns[chosen.value.column] ? chosen.value : null;
  const inOrder = useMemo(
    () => sorted(rows, (row, column) => columns[column]?.value(row) ?? null, order),
    [rows, columns, order],
  );
  const wanted = (page.value - 1) * size;
  const first = wanted < inOrder.length ? wanted : 0;
  useEffect(() => {
    const found = current ? inOrder.findIndex((row) => keyOf(row) === current) : -1;
    if (found >= 0) page.value = Math.floor(found / size) + 1;
  }, [current]);
  const by = (column: number) => {
    chosen.value = pressed(chosen.peek(), column);
    page.value = 1;
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
              {columns.map(({ name }, column) => (
                <SortHeading key={name} name={name} column={column} order={order} onSort={by} />
              ))}
            </tr>
          </thead>
          <tbody>
            {inOrder.slice(first, first + size).map((row) => (
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
      <Pager
        first={first}
        size={size}
        total={inOrder.length}
        onStart={(start) => {
          page.value = Math.floor(start / size) + 1;
        }}
      />
    </div>
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
