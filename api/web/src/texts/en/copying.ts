/** The menu "Copy as". */

export const copying = {
  button: "Copy as …",
  title: "Copy as",
  format: "Format",
  preview: "What is copied",
  copy: "Copy",
  copied: "Copied.",
  selected: "The browser does not let pages copy. It is selected: press Ctrl+C, or ⌘C on a Mac.",
  save: "Save as a file",
  open: "Open",
  close: "Close",
  formats: {
    ttl: "Turtle",
    jsonld: "JSON-LD",
    nt: "N-Triples",
    sparql: "SPARQL query",
    graphql: "GraphQL query",
    text: "Citation",
    bibtex: "BibTeX",
    iri: "IRI",
  },
  groups: { data: "Data", query: "Query", cite: "Reference" },
  citation: (title: string, generation: string, address: string, date: string) =>
    `“${title}”. Hansa, a knowledge graph of city networks${generation}. ${address} (accessed ${date}).`,
  generation: (number: string) => `, generation ${number}`,
  publisher: "Hansa, a knowledge graph of city networks",
  accessed: (date: string) => `Accessed ${date}`,
};
