/** What is looked at in the matrix: a cell with its sentences, or two networks and what they share. */

import { hansa } from "../doors/terms";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { Sentences } from "../views/Sentences";
import { saidOf } from "./GridView";
import { type Grid, type Row, sharedBy } from "./grid";
import type { Place } from "./rows";

export interface AsideProps {
  readonly grid: Grid;
  readonly place: Place | null;
  readonly pair: readonly string[];
}

export function Aside({ grid, place, pair }: AsideProps) {
  const row = place ? grid.rows[place.row] : undefined;
  const network = place ? grid.columns[place.column] : undefined;
  if (row && network) return <CellCard row={row} network={network} />;
  if (pair.length === 2) return <Shared grid={grid} pair={pair} />;
  if (row) {
    return (
      <h2>
        <a href={linkTo(row.city.iri) ?? undefined}>{row.city.name}</a>
      </h2>
    );
  }
  if (network) {
    return (
      <h2>
        <a href={linkTo(network.iri) ?? undefined}>{network.name}</a>
      </h2>
    );
  }
  return <p class="help">{texts.views.matrix.start}</p>;
}

function CellCard({ row, network }: { row: Row; network: { iri: string; name: string } }) {
  const cell = row.cells.get(network.iri);
  return (
    <div class="card">
      <h2>
        <a href={linkTo(row.city.iri) ?? undefined}>{row.city.name}</a>
      </h2>
      <p>
        {saidOf(cell)}: <a href={linkTo(network.iri) ?? undefined}>{network.name}</a>
        {cell && cell.years.length > 0 && ` (${cell.years.join(", ")})`}
      </p>
      {cell && cell.state !== "gone" && (
        <Sentences
          about={{ subject: row.city.iri, property: hansa("memberOf"), object: network.iri }}
        />
      )}
    </div>
  );
}

function Shared({ grid, pair }: { grid: Grid; pair: readonly string[] }) {
  const rows = sharedBy(grid, pair);
  const names = pair.map((iri) => grid.columns.find((each) => each.iri === iri)?.name ?? iri);
  return (
    <>
      <h2>{texts.views.matrix.sharedBy(number(rows.length), names)}</h2>
      <ul class="names">
        {rows.slice(0, 100).map(({ city }) => (
          <li key={city.iri}>
            <a href={linkTo(city.iri) ?? undefined}>{city.name}</a>
          </li>
        ))}
      </ul>
      {rows.length > 100 && <p class="help">{texts.views.moreNames(number(rows.length - 100))}</p>}
    </>
  );
}
