/** How the query goes: the time it takes, what came of it, or what is wrong with it. */

import type { Spot } from "../doors/problem";
import { Failure } from "../parts/island";
import { number, texts } from "../texts";
import { query } from "./kept";
import { type Answer, answer, count, elapsed, phase, problem } from "./running";

const T = texts.sparql.run;

const seconds = (milliseconds: number) =>
  (milliseconds / 1000).toFixed(milliseconds < 9_950 ? 1 : 0);

export interface StatusProps {
  readonly onGoTo: (spot: Spot) => void;
  readonly onAgain: () => void;
}

export function Status({ onGoTo, onAgain }: StatusProps) {
  const failed = problem.value;
  if (phase.value === "failed" && failed) return <Failed onGoTo={onGoTo} onAgain={onAgain} />;
  const found = answer.value;
  const isOld = found && phase.value !== "running" && query.value !== found.query;
  return (
    <div class="status">
      {/* The seconds tick in a place of their own, which is not read out each time. */}
      {phase.value === "running" && (
        <p>
          {count.value
            ? T.reading(number(count.value), seconds(elapsed.value))
            : T.running(seconds(elapsed.value))}
        </p>
      )}
      <p role="status">{phase.value === "running" ? "" : said(found)}</p>
      {isOld && <p class="help">{T.changed}</p>}
      {phase.value === "done" && found?.explained && <Unexplained answer={found} />}
    </div>
  );
}

function said(found: Answer | null): string {
  const took = seconds(elapsed.value);
  if (phase.value === "stopped") return T.stopped(took);
  if (phase.value === "broken") return T.broken(number(count.value));
  if (phase.value === "idle" || !found) return T.idle;
  const rows = count.value;
  const isFull = found.limit !== null && rows === found.limit && rows > 0;
  const size =
    found.boolean === null && found.text === null ? [T.rows(number(rows), rows === 1)] : [];
  const whole = isFull ? T.limited(number(rows)) : T.complete;
  return [...size, whole, T.took(took), T.generation(number(found.generation))].join(" · ");
}

function Unexplained({ answer: { explained } }: { answer: Answer }) {
  const next = explained?.next;
  return (
    <>
      {explained?.unexplained.map((each) => (
        <p key={each} class="help">
          {T.explained.left}
          {each}
        </p>
      ))}
      {next && <p class="help">{T.explained.more(number(next.offset), number(next.limit))}</p>}
    </>
  );
}

function Failed({ onGoTo, onAgain }: StatusProps) {
  const found = problem.value;
  if (!found) return null;
  const { spot } = found;
  return (
    <div class="status">
      <Failure error={found}>
        <p class="row">
          {spot && (
            <>
              <span>{T.at(number(spot.line), number(spot.column))}</span>
              <button type="button" onClick={() => onGoTo(spot)}>
                {T.goTo}
              </button>
            </>
          )}
          <button type="button" onClick={onAgain}>
            {T.again}
          </button>
        </p>
      </Failure>
    </div>
  );
}
