/** What the matrix is chosen, ordered and saved by. */

import { Choice } from "../parts/Choice";
import type { Column } from "../parts/DataTable";
import { Failure } from "../parts/island";
import type { LoadedState } from "../parts/useLoaded";
import { here } from "../shell/here";
import { number, texts } from "../texts";
import { Choosers } from "../views/Choosers";
import { Ticked } from "../views/Frame";
import { type Members, MOST, type Pairs } from "../views/members";
import { tableFile, ViewSaver } from "../views/Saver";
import { type Grid, MOST_COLUMNS, ORDERS, type Row } from "./grid";
import { MOST_ROWS, pictureOf } from "./picture";
import { state } from "./state";

export interface BarProps {
  readonly members: Members;
  readonly grid: Grid;
  readonly columns: readonly Column<Row>[];
  readonly before: LoadedState<Pairs>;
}

export function Bar({ members, grid, columns, before }: BarProps) {
  const { matrix } = texts.views;
  return (
    <>
      <Choosers members={members} state={state} />
      <Choice
        class="tick"
        label={matrix.order}
        value={state.order.value}
        options={ORDERS.map((each) => [each, matrix.orders[each]])}
        onChoose={(order) => {
          state.order.value = order;
        }}
      />
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
      <ViewSaver
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
        {before.data?.isWhole === false && <p>{matrix.sinceCut(number(MOST))}</p>}
        {!members.isWhole && <p>{texts.views.notWhole(number(MOST))}</p>}
      </div>
      {before.error !== null && <Failure error={before.error} again={before.again} />}
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
