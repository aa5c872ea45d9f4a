/** IRIs in the address of a view, short where they are of the data. */

import type { Part } from "../parts/address";
import { here } from "../shell/here";

const short = (iri: string) => (iri.startsWith(here.base) ? iri.slice(here.base.length) : iri);
const long = (text: string) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : here.base + text);

/** Several IRIs, separated by spaces, which none of them has. */
export const iris: Part<readonly string[]> = {
  usual: [],
  read: (text) => text.split(" ").filter(Boolean).map(long),
  write: (value) => value.map(short).join(" "),
};

/** One IRI; "" where there is none. */
export const oneIri: Part<string> = {
  usual: "",
  read: (text) => (text ? long(text) : ""),
  write: short,
};

/** A box that is ticked, or not. */
export const ticked: Part<boolean> = {
  usual: false,
  read: (text) => text === "1",
  write: (value) => (value ? "1" : ""),
};
