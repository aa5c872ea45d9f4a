/** The pages of questions. */

export const asking = {
  find: "Find a question",
  findHint: "members, partners, who leads …",
  found: (count: string, of: string) => `${count} of ${of} questions`,
  none: "No question has these words.",
  waiting: "Asking …",
  failed: "The question could not be asked.",
  answered: (caption: string) => `Answered: ${caption}`,
  views: { sentences: "Sentences", table: "Table", queries: "Queries" },
  viewsLabel: "How the answer is shown",
};
