/** What changed about a thing, generation by generation, with the words that say so. */

import { useState } from "preact/hooks";
import { Failure, Waiting } from "../parts/island";
import { inWords } from "../parts/relations";
import { useLoaded } from "../parts/useLoaded";
import { address, linkTo } from "../shell/here";
import { locale, number, texts } from "../texts";
import { type Fact, history, type Named, type Saying, type Step, type Told } from "./told";

const told = texts.history;
/** Generations that are shown at once. */
const MANY = 5;

export function History({ about }: { about: string }) {
  const [before, setBefore] = useState<number | null>(null);
  const [earlier, setEarlier] = useState<Told["steps"]>([]);
  const { data, error, isLoading, again } = useLoaded(`${about} ${before}`, (signal) =>
    history(about, { before, limit: MANY, signal }),
  );
  const steps = [...earlier, ...(data?.steps ?? [])];
  const next = data?.before ?? null;
  const goOn = () => {
    setEarlier(steps);
    setBefore(next);
  };
  return (
    <div aria-busy={isLoading}>
      {steps.map((step) => (
        <Generation key={step.generation} step={step} at={step.at} about={about} />
      ))}
      {data && steps.length === 0 && next === null && <p class="help">{told.none}</p>}
      {isLoading && <Waiting />}
      {error !== null && <Failure error={error} again={again} />}
      {next !== null && (
        <p>
          <button type="button" onClick={goOn}>
            {told.earlier}
          </button>
        </p>
      )}
    </div>
  );
}

function Generation({ step, at, about }: { step: Step; at: string; about: string }) {
  const generation = step.counts.went ? step.since : step.generation;
  const then = linkTo(about);
  const url = then ? new URL(then) : address("");
  url.searchParams.set("generation", String(generation));
  return (
    <section class="history-step">
      <h3>
        {told.generation(String(step.generation))},{" "}
        <time dateTime={at}>
          {new Date(at).toLocaleDateString(locale, { dateStyle: "medium" })}
        </time>
      </h3>
      <p class="help">
        <a href={url.href}>{told.asThen}</a>
      </p>
      <ul>
        {step.counts.came ? <li>{told.came}</li> : null}
        {step.counts.went ? <li>{told.went}</li> : null}
        <Itself step={step} />
        {step.changes.map((fact) => (
          <FactChange key={keyOf(fact)} fact={fact} />
        ))}
      </ul>
      <Rest step={step} />
    </section>
  );
}

function Itself({ step }: { step: Step }) {
  return (
    <>
      {step.names.map((each) => (
        <li key={`${each.change} ${each.name} ${each.language}`}>
          {told.nameChange(each.change, each.main ? told.name : told.otherName)}{" "}
          <bdi lang={each.language || undefined}>{each.name}</bdi>
        </li>
      ))}
      {step.fields.map(({ field, before, after }) => (
        <li key={field}>
          {field === "text"
            ? told.text
            : told.field(field, before ?? told.nothing, after ?? told.nothing)}
        </li>
      ))}
      {step.renamed.map((each) => (
        <li key={`${each.before.iri} ${each.after.iri}`}>
          <Thing named={each.before} /> {told.isNow} <Thing named={each.after} />
        </li>
      ))}
    </>
  );
}

function FactChange({ fact }: { fact: Fact }) {
  return (
    <li class={`change-${fact.change}`}>
      <Thing named={fact.subject} /> <em>{inWords(fact.property)}</em> <Thing named={fact.object} />{" "}
      <strong>{told.signs[fact.change] ?? fact.change}</strong>
      {fact.sayings.map((each) => (
        <Words key={each.claim} saying={each} />
      ))}
    </li>
  );
}

function Words({ saying }: { saying: Saying }) {
  return (
    <blockquote>
      <p>“{saying.quote}”</p>
      {saying.before !== null && (
        <p class="help">
          {told.before} “{saying.before}”
        </p>
      )}
      <p class="help">
        <Thing named={saying.document} />
      </p>
    </blockquote>
  );
}

function Rest({ step }: { step: Step }) {
  if (step.onlyCounted) return <p>{told.many}</p>;
  const signs = Object.keys(told.signs);
  const all = signs.reduce((sum, sign) => sum + (step.counts[sign] ?? 0), 0);
  return all > step.listed ? <p>{told.more(number(all - step.listed))}</p> : null;
}

function Thing({ named }: { named: Named }) {
  const to = named.iri ? linkTo(named.iri) : null;
  const name = <bdi>{named.name}</bdi>;
  return to ? <a href={to}>{name}</a> : name;
}

function keyOf(fact: Fact): string {
  const ends = [fact.subject, fact.object].map((each) => each.iri ?? each.name);
  return [fact.change, fact.property, fact.status, ...ends].join(" ");
}
