/** The picture and what is in it, as files. */

import { csv, save } from "../parts/saving";
import { texts } from "../texts";
import { named, Saver } from "../views/Saver";
import type { Stage } from "./stage";
import * as state from "./state";

export function Saving({ stage }: { stage: { current: Stage | null } }) {
  const words = texts.explore.saving;
  const draw = async (kind: "svg" | "png") => {
    const now = stage.current;
    if (!now) return;
    if (kind === "png") save(`${named(words.file)}.png`, await now.png());
    else save(`${named(words.file)}.svg`, now.svg(texts.explore.picture), "image/svg+xml");
  };
  const tables = [
    { label: words.things, name: `${words.file}-things`, csv: thingsCsv },
    { label: words.links, name: `${words.file}-relations`, csv: linksCsv },
  ];
  return <Saver tables={tables} draw={draw} />;
}

function thingsCsv(): string {
  const rows = [...state.shown.peek().things.values()].map(({ iri, label, kind, country }) => [
    iri,
    label,
    kind,
    country,
    country && (state.countryNames.peek().get(country) ?? ""),
    state.linksOfShown(iri).length,
  ]);
  return csv(["iri", "label", "kind", "country", "countryLabel", "relations"], rows);
}

function linksCsv(): string {
  const rows = [...state.shown.peek().links.values()].map((link) => [
    link.subject,
    state.labelOf(link.subject),
    link.property,
    link.object,
    state.labelOf(link.object),
    link.isAsserted ? "asserted" : "planned",
    link.years.join(" "),
  ]);
  const names = ["subject", "subjectLabel", "relation", "object", "objectLabel", "status", "years"];
  return csv(names, rows);
}
