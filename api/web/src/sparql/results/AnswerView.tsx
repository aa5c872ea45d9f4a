/** An answer, as whatever suits it: a word, rows, a text, and pictures of these. */

import { lazy, Suspense } from "preact/compat";
import { texts } from "../../texts";
import { type Answer, isRunning } from "../running";
import { type View, view as wanted } from "../shown";
import { Chart } from "./Chart";
import { numberColumns } from "./charting";
import { coordinates, hasCities, thingColumns } from "./columns";
import { GraphText } from "./GraphText";
import { RowsView } from "./RowsView";

const T = texts.sparql.answer;
const MapView = lazy(() => import("./MapView"));
const Picture = lazy(() => import("./Picture"));

/** The ways in which an answer can be shown, the usual one first. */
function viewsOf(answer: Answer): readonly View[] {
  if (answer.text !== null) return ["text", "picture"];
  const things = thingColumns(answer.names, answer.rows);
  const views: View[] = ["table"];
  if (isRunning.value) return views;
  if (numberColumns(answer.names, answer.rows).length && answer.names.length > 1)
    views.push("chart");
  if (coordinates(answer.names) || hasCities(answer.rows)) views.push("map");
  if (things.length > 1) views.push("picture");
  return views;
}

export function AnswerView({ answer }: { answer: Answer }) {
  if (answer.boolean !== null) return <p class="word">{answer.boolean ? T.yes : T.no}</p>;
  if (isEmpty(answer)) {
    if (isRunning.value) return null;
    return <p class="help">{answer.text === null ? T.none : T.noTriples}</p>;
  }
  return <Views answer={answer} />;
}

function isEmpty({ text, rows }: Answer): boolean {
  return text === null ? rows.length === 0 : !hasTriples(text);
}

function Views({ answer }: { answer: Answer }) {
  const views = viewsOf(answer);
  const view = views.find((each) => each === wanted.value) ?? views[0] ?? "table";
  const shown = {
    table: () => <RowsView answer={answer} />,
    text: () => <GraphText text={answer.text ?? ""} />,
    chart: () => <Chart answer={answer} />,
    map: () => <MapView answer={answer} />,
    picture: () => <Picture answer={answer} />,
  };
  return (
    <>
      {views.length > 1 && (
        <div class="row ways" role="group" aria-label={T.views}>
          {views.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === view}
              onClick={() => {
                wanted.value = each === views[0] ? "" : each;
              }}
            >
              {T[each]}
            </button>
          ))}
        </div>
      )}
      <Suspense fallback={<p class="waiting">{texts.waiting.loading}</p>}>{shown[view]()}</Suspense>
    </>
  );
}

const hasTriples = (turtle: string) => /^(?!@prefix|@base|\s*$|\s*#)/m.test(turtle);
