/** The rows of an answer: filtered, sorted, in a grid, with the cell in focus told in full. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Term } from "../../doors/terms";
import { linkTo } from "../../shell/here";
import { number, texts } from "../../texts";
import { awaited, labels, wantLabels } from "../labels";
import { type Answer, count } from "../running";
import * as shown from "../shown";
import { wordsOf } from "./Cell";
import { thingsIn } from "./columns";
import { Grid } from "./Grid";
import { type Names, Prepared } from "./ordering";
import { useCalm } from "./useCalm";

const T = texts.sparql.answer;
/** Things whose names are asked for so that rows can be sought and sorted by them. */
const MOST_NAMES = 20_000;
/** Milliseconds between two times that rows are sought while somebody types, or while rows come. */
const PAUSE = 150;
const LONGER = 500;

export function RowsView({ answer }: { answer: Answer }) {
  const [cell, setCell] = useState<Term | undefined>();
  const hasNames = shown.names.value === "yes";
  const filter = shown.filter.value;
  const order = shown.orderOf(shown.sort.value, answer.names);
  const rows = count.value;
  const here = Math.min(rows, useCalm(rows, LONGER));
  const isSpecial = filter.trim() !== "" || order !== null;
  const isCut = useNames(answer, here, isSpecial && hasNames);
  const names = useSettled(hasNames);
  const prepared = useMemo(
    () => new Prepared(answer.rows, (term) => wordsOf(term, null)),
    [answer],
  );
  // Names that come later change what is sought and sorted, but only then is it done again.
  const places = useMemo(
    () => prepared.arranged(here, filter, order, names),
    [prepared, here, filter, shown.sort.value, isSpecial ? names : null],
  );
  const said = places && filter.trim() ? T.filtered(number(places.length), number(rows)) : "";
  return (
    <div class="rows">
      <p class="row controls">
        <Filter />
        <label class="inline">
          <input
            type="checkbox"
            checked={hasNames}
            onChange={() => {
              shown.names.value = hasNames ? "no" : "yes";
            }}
          />{" "}
          {T.names}
        </label>
        <span role="status" class="help">
          {said}
        </span>
        {isSpecial && hasNames && (
          <span class="help">
            {isCut && T.namedFirst(number(MOST_NAMES))}{" "}
            {awaited.value > 0 && T.naming(number(awaited.value))}
          </span>
        )}
      </p>
      <Grid
        names={answer.names}
        rows={answer.rows}
        count={rows}
        places={places}
        claims={answer.explained?.claims ?? null}
        hasNames={hasNames}
        order={order}
        onSort={(column) => {
          shown.sort.value = shown.pressed(shown.sort.value, answer.names[column] ?? "");
        }}
        onCell={setCell}
      />
      <p class="cell-line">{cell ? <InFull term={cell} /> : <span class="help">{T.keys}</span>}</p>
      <p id="grid-keys" class="hidden-label">
        {T.keys}
      </p>
    </div>
  );
}

/** The field that filters, a moment after the last key. */
function Filter() {
  const [text, setText] = useState(shown.filter.value);
  const calm = useCalm(text, PAUSE);
  useEffect(() => {
    shown.filter.value = calm;
  }, [calm]);
  // Back may ask for another one.
  useEffect(() => shown.filter.subscribe((now) => now !== calm && setText(now)), [calm]);
  return (
    <label class="inline">
      {T.filter}{" "}
      <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  );
}

/** Asks for the names of rows that nobody has seen yet, if wanted; says whether some are left out. */
function useNames(answer: Answer, count: number, isWanted: boolean): boolean {
  const things = useMemo(
    () => (isWanted ? thingsIn(answer.rows, MOST_NAMES) : []),
    [answer, count, isWanted],
  );
  useEffect(() => wantLabels(things.slice(0, MOST_NAMES)), [things]);
  return things.length >= MOST_NAMES;
}

/** The names as they were when none was awaited, so that rows move once and not for each batch. */
function useSettled(hasNames: boolean): Names {
  const settled = useRef(labels.value);
  if (!awaited.value) settled.current = labels.value;
  return hasNames ? settled.current : null;
}

function InFull({ term }: { term: Term }) {
  const to = term.type === "uri" ? linkTo(term.value) : null;
  return to ? <a href={to}>{term.value}</a> : <span>{term.value}</span>;
}
