import { expect, test } from "vitest";
import type { Preview, Saying } from "../doors/documents";
import { sentencesOf } from "./sentences";

const saying = (start: number, end: number, p: string): Saying => ({
  s: "a",
  p,
  status: "asserted",
  evidence: p,
  start,
  end,
  confidence: 1,
  rule: "r",
  explanation: {},
});

test("sentences come in the order of the text, with all that each says", () => {
  const preview: Preview = {
    entities: [],
    facts: [saying(50, 60, "memberOf"), saying(0, 9, "partnerOf")],
    literals: [saying(0, 9, "foundingYear")],
    proposals: [saying(50, 60, "leads")],
    source: { key: "a", title: null, publisher: null, date: null, language: "en", words: 9 },
  };
  const found = sentencesOf(preview).map(({ said }) =>
    said.map((each) => [each.saying.p, each.isProposal]),
  );
  expect(found).toEqual([
    [
      ["partnerOf", false],
      ["foundingYear", false],
    ],
    [
      ["memberOf", false],
      ["leads", true],
    ],
  ]);
});
