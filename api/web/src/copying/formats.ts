/** What a page can be copied as, and how each form is made. */

import { send } from "../doors/fetching";
import { address, here, linkTo } from "../shell/here";
import { texts } from "../texts";
import { bibtex, type Cited, citation } from "./citations";
import { graphqlFor, type Subject, sparqlFor } from "./queries";

export type FormatName = keyof typeof texts.copying.formats;

export interface Format {
  readonly name: FormatName;
  readonly group: keyof typeof texts.copying.groups;
  readonly ending: string;
  readonly make: (subject: Subject, signal: AbortSignal) => Promise<string> | string;
  /** Where it can be opened and changed, if anywhere. */
  readonly tool?: (text: string) => URL;
}

function data(name: FormatName): Format {
  return { name, group: "data", ending: name, make: (it, signal) => fetched(it, name, signal) };
}

async function fetched({ iri }: Subject, ending: string, signal: AbortSignal): Promise<string> {
  const url = new URL(linkTo(iri) ?? "");
  url.pathname += `.${ending}`;
  return (await send(url, { signal })).text();
}

function citedOf(subject: Subject): Cited {
  const url = new URL(linkTo(subject.iri) ?? location.href);
  if (here.generation !== null) url.searchParams.set("generation", String(here.generation));
  const day = new Date().toISOString().slice(0, 10);
  return { ...subject, address: url.href, generation: here.generation, day };
}

export const FORMATS: readonly Format[] = [
  data("ttl"),
  data("jsonld"),
  data("nt"),
  {
    name: "sparql",
    group: "query",
    ending: "rq",
    make: sparqlFor,
    tool: (query) => address("sparql", { query }),
  },
  {
    name: "graphql",
    group: "query",
    ending: "graphql",
    make: graphqlFor,
    tool: (query) => address("graphql", { query }),
  },
  {
    name: "text",
    group: "cite",
    ending: "txt",
    make: (it) => citation(citedOf(it), texts.copying),
  },
  {
    name: "bibtex",
    group: "cite",
    ending: "bib",
    make: (it) => bibtex(citedOf(it), texts.copying),
  },
  { name: "iri", group: "cite", ending: "txt", make: ({ iri }) => iri },
];
