/** The heading of a column, which sorts the rows by it when it is pressed. */

import type { Order } from "./ordering";

export interface SortHeadingProps {
  readonly name: string;
  readonly column: number;
  readonly order: Order | null;
  readonly onSort: (column: number) => void;
}

export function SortHeading({ name, column, order, onSort }: SortHeadingProps) {
  const mine = order?.column === column ? order : null;
  const sorted = mine ? (mine.isDescending ? "descending" : "ascending") : undefined;
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" class="plain" onClick={() => onSort(column)}>
        {name} <span aria-hidden="true">{mine ? (mine.isDescending ? "▼" : "▲") : ""}</span>
      </button>
    </th>
  );
}
