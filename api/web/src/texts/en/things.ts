/** The pages of things and of documents. */

export const things = {
  filters: "Narrow and sort the facts",
  filter: "Filter",
  filterHint: "names, words of sentences",
  status: "Status",
  anyStatus: "any",
  asserted: "asserted",
  planned: "planned",
  year: "Year",
  anyYear: "any",
  document: "Document",
  anyDocument: "any",
  sort: "Sorted by",
  sorts: {
    page: "as on the page",
    name: "name",
    year: "year, latest first",
    sentences: "most sentences",
  },
  sentences: "Sentences",
  byKeys: "With keys, arrow right leads from such a number to the facts, and arrow left back.",
  fold: "Fold all",
  unfold: "Unfold all",
  clear: "Clear",
  shown: (facts: string, of: string) => `${facts} of ${of} facts`,
  bounded: (here: string, all: string) =>
    `This page has ${here} of ${all} sentences; filters look at these. The pages below have the others.`,
  none: "No fact on this page is so.",
};
