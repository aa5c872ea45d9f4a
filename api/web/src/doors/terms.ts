/** RDF terms: as SPARQL's JSON has them, and as they stand in a query. */

export interface Term {
  readonly type: "uri" | "literal" | "bnode" | "triple";
  readonly value: string;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

/** The IRI of a term of the ontology, such as `memberOf`. */
export const hansa = (name: string) => `https://w3id.org/hansa/ontology#${name}`;

/** What may stand in an IRI between angle brackets (SPARQL 1.1, IRIREF). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what an IRI must not have
const IRI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\u0000-\u0020<>"{}|^`\\]*$/;

const ESCAPES: Record<string, string> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/** Whether a text is an IRI that can stand in a query. */
export function isIri(text: string): boolean {
  return IRI.test(text);
}

/** An IRI as it stands in a query; throws a TypeError where it is none. */
export function iri(text: string): string {
  if (!isIri(text)) throw new TypeError(`not an IRI: ${text}`);
  return `<${text}>`;
}

/** A plain literal as it stands in a query. */
export function literal(text: string): string {
  return `"${text.replace(/[\\"\n\r\t\b\f]/g, (each) => ESCAPES[each] ?? each)}"`;
}

/** A block that binds one variable to several IRIs. */
export function values(name: string, iris: Iterable<string>): string {
  return `VALUES ?${name} { ${[...iris].map(iri).join(" ")} }`;
}
