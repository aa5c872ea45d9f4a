// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { inWords } from "./relations";

test("relations are said in the same words, however a door calls them", () => {
  expect(inWords("memberOf")).toBe("is a member of");
  expect(inWords("MEMBER_OF")).toBe("is a member of");
  expect(inWords("FOCUS_AREA")).toBe("focus area");
});
