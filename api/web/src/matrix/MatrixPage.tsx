/** The page of the matrix: what is chosen, who is in which network, and the sentences that say so. */

import { useMemo } from "preact/hooks";
import { DataTable, type Column as TableColumn } from "../parts/DataTable";
import { useLoaded } from "../parts/useLoaded";
import { here, linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { AwaitedView, Frame } from "../views/Frame";
import { loadMembers, loadPairs, type Members, type Pairs } from "../views/members";
import { Aside } from "./Aside";
import { Bar } from "./Bar";
import { GridView, saidOf } from "./GridView";
import { type Grid, gridOf, placeOf, type Row } from "./grid";
import type { Place } from "./rows";
import { choose, state } from "./state";

export function MatrixPage() {
  const loaded = useLoaded(String(here.asked), loadMembers);
  return <AwaitedView state={loaded}>{(members) => <Loaded members={members} />}</AwaitedView>;
}

const NOTHING: Pairs = { memberships: [], isWhole: true };
const ALL: readonly string[] = [];

function Loaded({ members }: { members: Members }) {
  const since = state.since.value;
  const before = useLoaded(String(since), (signal) =>
    since === null ? NOTHING : loadPairs(since, { signal }),
  );
  // Of a part nobody can tell what is gone since.
  const earlier = before.data?.isWhole ? before.data : NOTHING;
  const wanted = {
    networks: state.networks.value,
    countries: state.countries.value,
    order: state.order.value,
    shared: state.isShared.value ? state.pair.value : ALL,
    before: earlier.memberships,
  };
  const grid = useMemo(() => gridOf(members, wanted), [members, ...Object.values(wanted)]);
  const place = placeOf(grid, state.cell.value);
  const look = ({ row, column }: Place) => {
    const names = [grid.rows[row]?.city.iri ?? "", grid.columns[column]?.iri ?? ""];
    state.cell.value = names.filter(Boolean);
  };
  const columns = useMemo(() => columnsOf(grid, members), [grid]);
  const countryOf = (row: Row) => members.countries.get(row.city.country)?.name ?? "";
  const open = (row: Row) => {
    const to = linkTo(row.city.iri);
    if (to) location.assign(to);
  };
  return (
    <Frame
      bar={<Bar members={members} grid={grid} columns={columns} before={before} />}
      picture={
        <>
          {grid.rows.length > 0 && grid.columns.length > 0 ? (
            <GridView
              grid={grid}
              pair={state.pair.value}
              start={place}
              countryOf={countryOf}
              onLook={look}
              onColumn={choose}
              onRow={open}
            />
          ) : (
            <p class="matrix none">{texts.views.matrix.none}</p>
          )}
          <p class="key">
            <i class="sign asserted" /> {texts.views.matrix.states.asserted}{" "}
            <i class="sign planned" /> {texts.views.matrix.states.planned}
            {since !== null && (
              <>
                {" "}
                <i class="sign gone" /> {texts.views.matrix.states.gone}
              </>
            )}
          </p>
          <p id="matrix-how" class="help">
            {texts.views.matrix.how}
          </p>
        </>
      }
      aside={<Aside grid={grid} place={place} pair={state.pair.value} />}
      table={
        <DataTable
          caption={texts.views.matrix.caption}
          columns={columns}
          rows={grid.rows}
          keyOf={({ city }) => city.iri}
          place={state.table}
        />
      }
    />
  );
}

function columnsOf(grid: Grid, members: Members): readonly TableColumn<Row>[] {
  const { matrix } = texts.views;
  return [
    {
      name: matrix.columns.city,
      value: ({ city }) => city.name,
      show: ({ city }) => <a href={linkTo(city.iri) ?? undefined}>{city.name}</a>,
    },
    {
      name: matrix.columns.country,
      value: ({ city }) => members.countries.get(city.country)?.name ?? "",
    },
    { name: matrix.columns.total, value: ({ total }) => total },
    ...grid.columns.map(({ iri, name, total }) => ({
      name: `${name} (${number(total)})`,
      value: ({ cells }: Row) => (cells.has(iri) ? saidOf(cells.get(iri)) : ""),
    })),
  ];
}
