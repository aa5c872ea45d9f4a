/** The picture as tables: the same things and relations, and the same selection. */

import { type Column, DataTable } from "../parts/DataTable";
import { texts } from "../texts";
import type { Link, Thing } from "./model";
import * as state from "./state";

const words = texts.explore.table;
const VIEWS = ["things", "links"] as const;

export function Tables() {
  const view = state.address.table;
  return (
    <section class="explore-tables" aria-labelledby="tables-title">
      <h2 id="tables-title">{words.title}</h2>
      <div class="row" role="group" aria-labelledby="tables-title">
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={view.value === each}
            onClick={() => {
              view.value = each;
            }}
          >
            {words[each]}
          </button>
        ))}
      </div>
      {view.value === "things" ? <Things /> : <Links />}
    </section>
  );
}

function Choose({ what, label }: { what: string; label: string }) {
  const isSelected = state.address.selected.value === what;
  return (
    <button
      type="button"
      class="plain"
      aria-current={isSelected}
      aria-label={words.open(label)}
      onClick={() => state.select(what)}
    >
      {label}
    </button>
  );
}

const THINGS: readonly Column<Thing>[] = [
  {
    name: words.name,
    value: ({ label }) => label,
    show: ({ iri, label }) => <Choose what={iri} label={label} />,
  },
  { name: words.kind, value: ({ kind }) => texts.kinds[kind]?.one ?? kind },
  { name: words.country, value: ({ country }) => state.countryNames.value.get(country) ?? null },
  { name: words.count, value: ({ iri }) => state.linksOfShown(iri).length },
];

function Things() {
  return (
    <DataTable
      caption={words.things}
      columns={THINGS}
      rows={state.thingsShown.value}
      keyOf={({ iri }) => iri}
      place={state.tables.things}
      current={state.address.selected.value}
    />
  );
}

const nameOf = ({ property }: Link) => texts.relations[property] ?? property;

const LINKS: readonly Column<Link>[] = [
  { name: words.subject, value: ({ subject }) => state.labelOf(subject) },
  {
    name: words.relation,
    value: nameOf,
    show: (link) => <Choose what={link.key} label={nameOf(link)} />,
  },
  { name: words.object, value: ({ object }) => state.labelOf(object) },
  {
    name: words.status,
    value: ({ isAsserted }) => texts.explore.filters.statuses[isAsserted ? "asserted" : "planned"],
  },
  { name: words.years, value: ({ years }) => (years.length ? years.join(", ") : null) },
];

function Links() {
  return (
    <DataTable
      caption={words.links}
      columns={LINKS}
      rows={state.linksListed.value}
      keyOf={({ key }) => key}
      place={state.tables.links}
      current={state.address.selected.value}
    />
  );
}
