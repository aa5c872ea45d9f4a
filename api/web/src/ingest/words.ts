/** How what is read and what changed is said. */

import { number, texts } from "../texts";
import type { Item } from "./items";

/** A relation in words, by its name in camel case or as GraphQL writes it. */
export function relation(name: string): string {
  const camel = name.includes("_") || name === name.toUpperCase() ? camelled(name) : name;
  return texts.relations[camel] ?? camel.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function camelled(constant: string): string {
  return constant.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A share of one as a percentage. */
export function share(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** A kind of things in words. */
export function kind(type: string): string {
  return texts.kinds[type]?.one ?? type;
}

/** What a chosen document is called: a file and an address by themselves, a text by its key. */
export function nameOf({ source, key }: Item): string {
  if (source === null) return key;
  if (source.kind === "file") return source.file.webkitRelativePath || source.file.name;
  return source.kind === "url" ? source.url : key;
}

/** How far a chosen document is. */
export function stageOf({ stage, progress, problem, preview }: Item): string {
  const said = texts.ingest.items;
  if (problem) return problem;
  if (stage === "chosen" && preview) {
    const facts = preview.facts.length + preview.literals.length;
    return said.looked(number(facts), number(preview.proposals.length));
  }
  if (stage === "done" && progress?.outcome) return said.outcomes[progress.outcome];
  if (stage !== "following" || !progress) return said.stages[stage];
  const state = said.states[progress.state];
  return progress.waitingFor ? `${state}: ${said.waitingFor(progress.waitingFor)}` : state;
}
