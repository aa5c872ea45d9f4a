/** Where a table stands: its order and its page, in the address of what has the table. */

import { type Signal, signal } from "@preact/signals";
import { inAddress, type Part } from "./address";
import type { Order } from "./ordering";

export interface TablePlace {
  readonly order: Signal<Order | null>;
  /** Counted from 1. */
  readonly page: Signal<number>;
}

/** The number of a column from 1; below 0 where the largest come first. */
export const orderPart: Part<Order | null> = {
  usual: null,
  read: (text) => {
    const number = /^-?[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
    return number ? { column: Math.abs(number) - 1, isDescending: number < 0 } : null;
  },
  write: (order) =>
    order ? String(order.isDescending ? -(order.column + 1) : order.column + 1) : "",
};

const pagePart: Part<number> = {
  usual: 1,
  read: (text) => (/^[1-9]\d{0,6}$/.test(text) ? Number(text) : null),
  write: String,
};

/** The place of a table in the address; once for each table of a page, by its name. */
export function tableInAddress(name: string): TablePlace {
  return {
    order: inAddress(`${name}-order`, orderPart),
    page: inAddress(`${name}-page`, pagePart),
  };
}

/** The place of a table that no address tells. */
export const tableAlone = (): TablePlace => ({ order: signal(null), page: signal(1) });
