/** What the matrix is chosen, ordered and saved by. */

import { useMemo } from "preact/hooks";
import type { Column } from "../parts/DataTable";
import { Failure } from "../parts/island";
import type { LoadedState } from "../parts/useLoaded";
import { here } from "../shell/here";
import { number, texts } from "../texts";
import { choosableCountries, choosableNetworks } from "../views/choosable";
import { Ticked } from "../views/Frame";
import { MultiSelect } from "../views/MultiSelect";
import { type Members, MOST } from "../views/members";
import { Saver, tableFile } from "../views/Saver";
import { type Grid, MOST_COLUMNS, ORDERS, type Order, type Row } from "./grid";
import { MOST_ROWS, pictureOf } from "./picture";
import { state } from "./state";

export interface BarProps {
  readonly members: Members;
  readonly grid: Grid;
  readonly columns: readonly Column<Row>[];
  readonly before: LoadedState<unknown>;
}

export function Bar({ members, grid, columns, before }: BarProps) {
  const { matrix } = texts.views;
  const networks = useMemo(() => choosableNetworks(members), [members]);
  const countries = useMemo(() => choosableCountries(members), [members]);
  return (
    <>
      <MultiSelect
        id="networks"
        label={texts.views.networks}
        all={networks}
        chosen={state.networks.value}
        onChange={(chosen) => {
          state.networks.value = chosen;
        }}
      />
      <MultiSelect
        id="countries"
        label={texts.views.countries}
        all={countries}
        chosen={state.countries.value}
        onChange={(chosen) => {
          state.countries.value = chosen;
        }}
      />
      <label class="tick">
        {matrix.order}
        <select
          value={state.order.value}
          onChange={(event) => {
            state.order.value = event.currentTarget.value as Order;
          }}
        >
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {matrix.orders[each]}
            </option>
          ))}
        </select>
      </label>
      {(here.generation ?? 0) > 1 && <Since latest={here.generation ?? 1} />}
      {state.pair.value.length === 2 && (
        <Ticked
          label={matrix.onlyShared}
          isOn={state.isShared.value}
          onChange={(isOn) => {
            state.isShared.value = isOn;
          }}
        />
      )}
      <Saver
        name={matrix.file}
        table={() => tableFile(columns, grid.rows)}
        picture={() => pictureOf(grid)}
      />
      <div class="notes" role="status">
        <p>{matrix.shown(number(grid.rows.length), number(grid.columns.length))}</p>
        {grid.networks > MOST_COLUMNS && (
          <p>{matrix.tooMany(number(MOST_COLUMNS), number(grid.networks))}</p>
        )}
        {grid.rows.length > MOST_ROWS && <p>{matrix.longPicture(number(MOST_ROWS))}</p>}
        {!members.isWhole && <p>{texts.views.notWhole(number(MOST))}</p>}
      </div>
      {before.error !== null && (
        <Failure error={before.error}>
          <button type="button" onClick={before.again}>
            {texts.waiting.again}
          </button>
        </Failure>
      )}
    </>
  );
}

function Since({ latest }: { latest: number }) {
  return (
    <label class="tick">
      {texts.views.matrix.since}
      <input
        type="number"
        min={1}
        max={latest - 1}
        value={state.since.value ?? ""}
        onChange={(event) => {
          const wanted = event.currentTarget.valueAsNumber;
          state.since.value = Number.isInteger(wanted) && wanted > 0 ? wanted : null;
        }}
      />
    </label>
  );
}
