/** What the server is at now: queries with a button that stops them, documents that are read. */

import { useEffect, useState } from "preact/hooks";
import { send } from "../doors/fetching";
import { saying } from "../doors/problem";
import { authorization } from "../doors/token";
import { address, here } from "../shell/here";
import { locale, number, texts } from "../texts";
import { look, type Query, type Seen, seen, trouble, watch } from "./watching";

const told = texts.status;

export function GoingOn() {
  useEffect(watch, []);
  const now = seen.value;
  useEffect(() => {
    if (trouble.value) place("health", told.unknown);
    else if (now) fill(now);
  }, [now, trouble.value]);
  return (
    <section aria-labelledby="h-going-on">
      <h2 id="h-going-on">{told.goingOn}</h2>
      {now ? <Now seen={now} /> : <p class="waiting">{texts.waiting.loading}</p>}
      {trouble.value && <p role="alert">{told.lost(trouble.value)}</p>}
    </section>
  );
}

function Now({ seen: { status, queries, at } }: { seen: Seen }) {
  const { running } = status.queries;
  const isNewer = here.asked === null && status.generation !== here.generation;
  return (
    <>
      <p>
        {running ? told.queries(number(running), running === 1) : told.noQueries}{" "}
        {running > 0 && queries === null && told.needsToken}
      </p>
      {queries !== null && queries.length > 0 && <Queries queries={queries} at={at} />}
      <p>{readings(status.ingestions.running, status.ingestions.waiting)}</p>
      {isNewer && (
        <p role="status">
          {told.newer(String(status.generation))} <a href={location.href}>{told.show}</a>
        </p>
      )}
      <p class="help">{told.asOf(new Date(at).toLocaleTimeString(locale))}</p>
    </>
  );
}

function readings(states: readonly string[], waiting: number): string {
  if (!states.length && !waiting) return told.noReadings;
  const words = states.map((state) => told.states[state] ?? state.toLowerCase()).join(", ");
  const parts = [words && told.readings(words), waiting && told.queued(number(waiting))];
  return parts.filter(Boolean).join(" ");
}

function Queries({ queries, at }: { queries: readonly Query[]; at: number }) {
  const [outcome, setOutcome] = useState("");
  const stop = async (id: string) => {
    try {
      const url = address(`queries/${id}`, { generation: null });
      await send(url, { method: "DELETE", headers: authorization() });
      setOutcome(told.stopped);
    } catch (error) {
      setOutcome(saying(error));
    }
    await look();
  };
  return (
    <section class="wide" aria-label={told.listed}>
      <table>
        <caption>{told.listed}</caption>
        <thead>
          <tr>
            <th scope="col">{told.query}</th>
            <th scope="col">{told.client}</th>
            <th scope="col">{told.seconds}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {queries.map((each) => (
            <tr key={each.id}>
              <td>
                <code class="query">{each.query}</code>
              </td>
              <td>{each.client}</td>
              <td class="number">
                <Elapsed seconds={each.seconds} at={at} />
              </td>
              <td>
                <button
                  type="button"
                  aria-label={told.stopThis(each.query.slice(0, 60))}
                  onClick={() => stop(each.id)}
                >
                  {told.stop}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">{outcome}</p>
    </section>
  );
}

/** Seconds that go on between two looks. */
function Elapsed({ seconds, at }: { seconds: number; at: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return <>{number(Math.round(seconds + Math.max(0, now - at) / 1_000))}</>;
}

/** Writes what was seen into the figures that the server wrote. */
function fill({ status }: Seen): void {
  const { health, queries, ingestions, documents } = status;
  const figures: Record<string, string> = {
    health: health.ready ? told.ready : `${told.notReady}: ${health.reason?.title ?? ""}`,
    running: number(queries.running),
    waiting: number(queries.waiting),
    reading: number(ingestions.running.length),
    queued: number(ingestions.waiting),
    documents: number(documents?.count ?? 0),
  };
  for (const [name, figure] of Object.entries(figures)) place(name, figure);
}

function place(name: string, figure: string): void {
  for (const each of document.querySelectorAll<HTMLElement>(`[data-status="${name}"]`)) {
    if (each.textContent !== figure) each.textContent = figure;
  }
}
