/** Who is in which network, as rows and columns. */

import { byWords } from "../parts/ordering";
import type { City, Members, Membership, Named } from "../views/members";
import type { Place } from "./rows";
import { seriated } from "./seriation";

export const ORDERS = ["name", "country", "count", "similarity"] as const;
export type Order = (typeof ORDERS)[number];

/** Whether a document asserts it, or only plans it, or an earlier generation had it. */
export type State = "asserted" | "planned" | "gone";

export interface Cell {
  readonly state: State;
  readonly years: readonly number[];
}

export interface Row {
  readonly city: City;
  readonly cells: ReadonlyMap<string, Cell>;
  /** In how many of the columns it is a member, or is to be one. */
  readonly total: number;
}

export interface Column extends Named {
  readonly total: number;
}

export interface Grid {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  /** How many networks there are to show, of which the columns are the largest. */
  readonly networks: number;
}

export interface Wanted {
  readonly networks: readonly string[];
  readonly countries: readonly string[];
  readonly order: Order;
  /** Two networks whose shared members alone are shown; fewer mean all. */
  readonly shared: readonly string[];
  /** The memberships of an earlier generation, to tell what is no longer. */
  readonly before: readonly Membership[];
}

/** More columns are not shown at once. */
export const MOST_COLUMNS = 60;

/** Puts what is wanted into rows and columns. */
export function gridOf(members: Members, wanted: Wanted): Grid {
  const rows = rowsOf(members, wanted);
  const totals = totalsOf(rows);
  const chosen = wanted.networks.length ? wanted.networks : [...totals.keys()];
  const all = chosen
    .map((iri) => ({
      iri,
      name: members.networks.get(iri)?.name ?? iri,
      total: totals.get(iri) ?? 0,
    }))
    .sort((one, other) => other.total - one.total || byWords(one.name, other.name));
  const columns = all.slice(0, MOST_COLUMNS);
  const shown = new Set(columns.map(({ iri }) => iri));
  const counted = rows
    .map((row) => ({ ...row, total: count(row, shown) }))
    .filter((row) => [...row.cells.keys()].some((iri) => shown.has(iri)))
    .filter((row) => wanted.shared.length < 2 || wanted.shared.every((iri) => isIn(row, iri)));
  return ordered({ rows: counted, columns, networks: all.length }, members, wanted.order);
}

const isIn = (row: Row, network: string) => {
  const cell = row.cells.get(network);
  return cell !== undefined && cell.state !== "gone";
};

const count = (row: Row, shown: ReadonlySet<string>) =>
  [...row.cells].filter(([iri, { state }]) => shown.has(iri) && state !== "gone").length;

function rowsOf(members: Members, { countries, before }: Wanted): Row[] {
  const cells = new Map<string, Map<string, Cell>>();
  const put = ({ city, network, years }: Membership, state: State) => {
    const there = cells.get(city) ?? new Map<string, Cell>();
    if (!there.has(network)) there.set(network, { state, years });
    cells.set(city, there);
  };
  for (const each of members.memberships) put(each, each.isPlanned ? "planned" : "asserted");
  for (const each of before) put(each, "gone");
  const wanted = new Set(countries);
  return [...cells].flatMap(([iri, there]) => {
    const city = members.cities.get(iri);
    if (!city || (wanted.size && !wanted.has(city.country))) return [];
    return [{ city, cells: there, total: 0 }];
  });
}

function totalsOf(rows: readonly Row[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { cells } of rows) {
    for (const [network, { state }] of cells) {
      totals.set(network, (totals.get(network) ?? 0) + Number(state !== "gone"));
    }
  }
  return totals;
}

function ordered(grid: Grid, members: Members, order: Order): Grid {
  const country = (row: Row) => members.countries.get(row.city.country)?.name ?? "\uffff";
  const byName = (one: Row, other: Row) => byWords(one.city.name, other.city.name);
  const rows = [...grid.rows].sort(byName);
  if (order === "country") {
    rows.sort((one, other) => byWords(country(one), country(other)) || byName(one, other));
  }
  if (order === "count") rows.sort((one, other) => other.total - one.total || byName(one, other));
  return order === "similarity" ? bySimilarity({ ...grid, rows }) : { ...grid, rows };
}

function bySimilarity(grid: Grid): Grid {
  const places = new Map(grid.columns.map(({ iri }, place) => [iri, place]));
  const filled = grid.rows.map(({ cells }) =>
    [...cells.keys()].map((iri) => places.get(iri)).filter((each) => each !== undefined),
  );
  const { rows, columns } = seriated(filled, grid.columns.length);
  const pick = <T>(all: readonly T[], order: readonly number[]) =>
    order.map((place) => all[place]).filter((each) => each !== undefined);
  return { ...grid, rows: pick(grid.rows, rows), columns: pick(grid.columns, columns) };
}

/** Where a city, a network, or the cell of both stands; null where none of them is shown. */
export function placeOf({ rows, columns }: Grid, names: readonly string[]): Place | null {
  if (!names.length) return null;
  const row = rows.findIndex(({ city }) => names.includes(city.iri));
  const column = columns.findIndex(({ iri }) => names.includes(iri));
  return row < 0 && column < 0 ? null : { row, column };
}

/** The cities that belong to all of some networks, or are to. */
export function sharedBy(grid: Grid, networks: readonly string[]): readonly Row[] {
  return grid.rows.filter((row) => networks.every((iri) => isIn(row, iri)));
}
