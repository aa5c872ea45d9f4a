/** What the server says of the page: where its root is, and which generation it is about. */

export interface Here {
  /** The address of the server's root, behind any prefix. */
  readonly root: URL;
  /** The base of the IRIs of the data. */
  readonly base: string;
  /** The generation that the page was made from. */
  readonly generation: number | null;
  /** The generation that the address asks for; null where it means the newest. */
  readonly asked: number | null;
}

/** Reads what stands on the root element of the page at `location`. */
export function readHere(dataset: DOMStringMap, location: string): Here {
  const number = (text: string | undefined) => (text ? Number(text) : null);
  return {
    root: new URL(dataset.root ?? "./", location),
    base: dataset.base ?? "https://w3id.org/hansa/",
    generation: number(dataset.generation),
    asked: number(dataset.asked),
  };
}

export const here: Here = readHere(document.documentElement.dataset, document.location.href);

export type Values = Record<string, string | number | boolean | null | undefined>;

/** The address of `path` on this server, with the generation that the page asks for. */
export function address(path: string, values: Values = {}, from: Here = here): URL {
  const url = new URL(path, from.root);
  const all: Values = { generation: from.asked, ...values };
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== undefined && value !== "") {
      url.searchParams.set(name, String(value));
    }
  }
  return url;
}

/** Where a link to an IRI leads: to this server if it answers for it, nowhere if it is not safe. */
export function linkTo(iri: string, from: Here = here): string | null {
  if (!iri.startsWith(from.base)) return /^https?:\/\//.test(iri) ? iri : null;
  // What follows the base is a path, whatever else it looks like, and leads nowhere above the root.
  const path = `./${iri.slice(from.base.length).replaceAll("?", "%3F")}`;
  const to = address(path, {}, from).href;
  return to.startsWith(from.root.href) ? to : null;
}

/** The IRI whose page an address on this server leads to; null where it leads elsewhere. */
export function iriAt(href: string, from: Here = here): string | null {
  const url = new URL(href, from.root);
  const root = from.root.pathname;
  if (url.origin !== from.root.origin || !url.pathname.startsWith(root)) return null;
  return from.base + decodeURI(url.pathname.slice(root.length).replace(/\.html$/, ""));
}
