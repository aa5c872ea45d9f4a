/** What stands where a fact shows the sentence behind it. */

export const evidence = {
  title: "Evidence",
  sentence: "To the sentence in its document",
  claim: "The claim",
  close: "Close",
  goIn: "Arrow down leads in here, Escape closes it.",
  planned: "planned",
  sure: (percent: string) => `${percent} sure`,
  sureTitle: "Of 100 facts that are read so, about so many are right",
  rule: "read by",
  as: (role: string) => `as ${role}`,
  undated: "undated",
  facts: (count: string, one: boolean) => (one ? "States 1 fact" : `States ${count} facts`),
  more: (shown: string, all: string) =>
    `The first ${shown} of ${all} are shown; the page has all of them.`,
};
