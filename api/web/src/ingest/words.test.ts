import { expect, test } from "vitest";
import { relation, share } from "./words";

test("a relation is said the same however a door writes it", () => {
  expect(relation("memberOf")).toBe(relation("MEMBER_OF"));
  expect(relation("foundingYear")).toBe("founding year");
  expect(relation("FOUNDING_YEAR")).toBe("founding year");
  expect(relation("ABOUT")).toBe("about");
});

test("a share is a percentage", () => {
  expect(share(0.926)).toBe("93 %");
});
