/** The table beside the map: the same cities, in columns. */

import type { Column } from "../parts/DataTable";
import { linkTo } from "../shell/here";
import { texts } from "../texts";
import type { Members } from "../views/members";
import type { Shown } from "./cities";

export function columnsOf(members: Members): readonly Column<Shown>[] {
  const { columns } = texts.views.map;
  const namesOf = (shown: Shown, isPlanned: boolean) =>
    shown.memberships
      .filter((each) => each.isPlanned === isPlanned)
      .map((each) => members.networks.get(each.network)?.name ?? each.network)
      .join("; ");
  return [
    {
      name: columns.city,
      value: ({ city }) => city.name,
      show: ({ city }) => <a href={linkTo(city.iri) ?? undefined}>{city.name}</a>,
    },
    { name: columns.country, value: ({ city }) => members.countries.get(city.country)?.name ?? "" },
    { name: columns.count, value: ({ memberships }) => memberships.length },
    { name: columns.networks, value: (shown) => namesOf(shown, false) },
    { name: columns.planned, value: (shown) => namesOf(shown, true) },
    { name: columns.lat, value: ({ city }) => city.at?.[1] ?? null },
    { name: columns.long, value: ({ city }) => city.at?.[0] ?? null },
  ];
}
