/** The rows of an answer: filtered, sorted, in a grid, with the cell in focus told in full. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Term } from "../../doors/terms";
import { linkTo } from "../../shell/here";
import { number, texts } from "../../texts";
import { labels, wantLabels } from "../labels";
import { type Answer, count } from "../running";
import { wordsOf } from "./Cell";
import { thingsIn } from "./columns";
import { Grid } from "./Grid";
import { arranged, type Order } from "./ordering";

const T = texts.sparql.answer;
/** Things whose names are asked for so that rows can be sought and sorted by them. */
const MOST_NAMES = 4_000;

export function RowsView({ answer }: { answer: Answer }) {
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order | null>(null);
  const [hasNames, setHasNames] = useState(true);
  const [cell, setCell] = useState<Term | undefined>();
  const known = hasNames ? labels.value : null;
  const rows = count.value;
  const named = (term: Term) => wordsOf(term, known);
  const isSpecial = filter.trim() !== "" || order !== null;
  // Names that come later change what is sought and sorted, but only then is it done again.
  const places = useMemo(
    () => arranged(answer.rows, rows, filter, order, named),
    [answer, rows, filter, order, isSpecial ? known : null],
  );
  useEffect(() => {
    // What is sought or sorted by names needs those of rows that nobody has seen yet.
    if (isSpecial && hasNames) wantLabels(thingsIn(answer.rows, MOST_NAMES));
  }, [answer, rows, isSpecial, hasNames]);
  const sort = (column: number) =>
    setOrder({ column, isDescending: order?.column === column && !order.isDescending });
  return (
    <div class="rows">
      <p class="row controls">
        <label class="inline">
          {T.filter}{" "}
          <input
            type="search"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <label class="inline">
          <input type="checkbox" checked={hasNames} onChange={() => setHasNames(!hasNames)} />{" "}
          {T.names}
        </label>
        <span role="status" class="help">
          {places && filter.trim() ? T.filtered(number(places.length), number(rows)) : ""}
        </span>
      </p>
      <Grid
        names={answer.names}
        rows={answer.rows}
        count={rows}
        places={places}
        claims={answer.explained?.claims ?? null}
        hasNames={hasNames}
        order={order}
        onSort={sort}
        onCell={setCell}
      />
      <p class="cell-line">{cell ? <InFull term={cell} /> : <span class="help">{T.keys}</span>}</p>
      <p id="grid-keys" class="hidden-label">
        {T.keys}
      </p>
    </div>
  );
}

function InFull({ term }: { term: Term }) {
  const to = term.type === "uri" ? linkTo(term.value) : null;
  return to ? <a href={to}>{term.value}</a> : <span>{term.value}</span>;
}
