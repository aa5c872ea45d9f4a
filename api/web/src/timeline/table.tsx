/** The table beside the time line: the same things, in columns. */

import type { Column } from "../parts/DataTable";
import { linkTo } from "../shell/here";
import { texts } from "../texts";
import type { Item, Timeline } from "./items";

export function columnsOf({ members }: Timeline): readonly Column<Item>[] {
  const { columns, kinds } = texts.views.timeline;
  const names = (all: ReadonlyMap<string, { name: string }>, iris: readonly string[]) =>
    iris.map((iri) => all.get(iri)?.name ?? iri).join("; ");
  return [
    { name: columns.date, value: ({ when }) => when.text },
    { name: columns.kind, value: ({ kind }) => kinds[kind] },
    {
      name: columns.name,
      value: ({ name }) => name,
      show: ({ name, thing }) => <a href={linkTo(thing) ?? undefined}>{name}</a>,
    },
    {
      name: columns.status,
      value: ({ isPlanned }) => (isPlanned ? texts.views.planned : ""),
    },
    { name: columns.networks, value: (item) => names(members.networks, item.networks) },
    { name: columns.countries, value: (item) => names(members.countries, item.countries) },
  ];
}
