/** What is selected: a thing with what is said of it, or a relation with every sentence that says so. */

import { signal } from "@preact/signals";
import { isAborted } from "../doors/problem";
import { Failure } from "../parts/island";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { Sign } from "./Legend";
import { type Link, otherEnd, type Property, type Thing } from "./model";
import { Sentences } from "./Sentences";
import { type Expanded, expand } from "./session";
import * as state from "./state";

/** So many relations of a thing are listed under each heading. */
const MOST_LISTED = 30;

const expanded = signal<{ iri: string; result: Expanded | null; error: unknown } | null>(null);

/** Selects a thing and adds all its neighbours. */
export async function expandSelected(iri: string): Promise<void> {
  if (!state.graph.peek().things.has(iri)) return;
  state.select(iri);
  expanded.value = { iri, result: null, error: null };
  try {
    expanded.value = { iri, result: await expand(iri), error: null };
  } catch (error) {
    if (!isAborted(error)) expanded.value = { iri, result: null, error };
  }
}

export function Selection() {
  const words = texts.explore.panel;
  const selected = state.address.selected.value;
  const thing = state.graph.value.things.get(selected);
  const link = state.graph.value.links.get(selected);
  return (
    <section class="selection" aria-labelledby="selection-title">
      <h2 id="selection-title">{words.title}</h2>
      {thing && <OfThing thing={thing} />}
      {link && <OfLink link={link} />}
      {!thing && !link && (
        <p class="help">{selected && !state.isLoading.value ? words.unknown : words.empty}</p>
      )}
    </section>
  );
}

function OfThing({ thing }: { thing: Thing }) {
  const words = texts.explore.panel;
  const to = linkTo(thing.iri);
  const country = state.countryNames.value.get(thing.country);
  const kind = texts.kinds[thing.kind]?.one ?? thing.kind;
  const go = (where: "from" | "to" | "focus") => {
    if (where === "focus") state.address.more.value = [];
    state.address[where].value = thing.iri;
  };
  return (
    <>
      <h3>{thing.label}</h3>
      <p class="kind">
        <Sign kind={thing.kind} /> {kind}
        {country && thing.kind !== "Country" && ` ${words.country} ${country}`}
      </p>
      <p class="row">
        {to && <a href={to}>{words.page}</a>}
        <button type="button" onClick={() => void expandSelected(thing.iri)}>
          {words.expand}
        </button>
        <button type="button" onClick={() => go("focus")}>
          {words.focus}
        </button>
        <button type="button" onClick={() => go("from")}>
          {words.from}
        </button>
        <button type="button" onClick={() => go("to")}>
          {words.to}
        </button>
        <LetGo />
      </p>
      <ExpandedNote iri={thing.iri} />
      <Facts thing={thing} />
    </>
  );
}

function LetGo() {
  return (
    <button type="button" onClick={() => state.select("")}>
      {texts.explore.panel.clear}
    </button>
  );
}

function ExpandedNote({ iri }: { iri: string }) {
  const words = texts.explore;
  const now = expanded.value;
  if (now?.iri !== iri) return <p role="status" />;
  if (now.error) return <Failure error={now.error} again={() => void expandSelected(iri)} />;
  const { added = 0, isCut = false } = now.result ?? {};
  const things = words.things(number(added), added === 1);
  return (
    <p role="status" class="help">
      {now.result
        ? added
          ? words.panel.added(things)
          : words.panel.addedNone
        : texts.waiting.loading}
      {isCut && ` ${words.panel.addedCut}`}
    </p>
  );
}

/** What is shown of a thing, by relation and direction. */
function Facts({ thing }: { thing: Thing }) {
  const groups = new Map<string, Link[]>();
  for (const link of state.linksOfShown(thing.iri)) {
    const heading = headingOf(link.property, link.subject === thing.iri);
    const there = groups.get(heading);
    if (there) there.push(link);
    else groups.set(heading, [link]);
  }
  if (!groups.size) return <p class="help">{texts.explore.panel.noLinks}</p>;
  return (
    <dl class="facts">
      {[...groups].map(([heading, links]) => (
        <div key={heading}>
          <dt>
            {heading} <span class="count">{number(links.length)}</span>
          </dt>
          {links.slice(0, MOST_LISTED).map((link) => (
            <dd key={link.key}>
              <LinkButton link={link} label={state.labelOf(otherEnd(link, thing.iri))} />
            </dd>
          ))}
          {links.length > MOST_LISTED && (
            <dd class="help">{texts.explore.panel.more(number(links.length - MOST_LISTED))}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function headingOf(property: Property, isSubject: boolean): string {
  const { relations, inverses } = texts;
  return (isSubject ? relations[property] : inverses[property]) ?? property;
}

function LinkButton({ link, label }: { link: Link; label: string }) {
  return (
    <button type="button" class="plain" onClick={() => state.select(link.key)}>
      {label}
      {!link.isAsserted && <small class="planned"> {texts.explore.planned}</small>}
      {link.years.length > 0 && <small> {link.years.join(", ")}</small>}
    </button>
  );
}

function OfLink({ link }: { link: Link }) {
  const ends = [link.subject, link.object] as const;
  const words = texts.explore;
  return (
    <>
      <p class="relation">
        <EndButton iri={ends[0]} /> {texts.relations[link.property] ?? link.property}{" "}
        <EndButton iri={ends[1]} />
        {!link.isAsserted && <span class="planned"> ({words.planned})</span>}
      </p>
      <p class="row">
        <LetGo />
      </p>
      <Sentences links={[link]} />
    </>
  );
}

export function EndButton({ iri }: { iri: string }) {
  return (
    <button type="button" class="plain end" onClick={() => state.select(iri)}>
      {state.labelOf(iri)}
    </button>
  );
}
