import { expect, test } from "vitest";
import { isRead } from "./choosing";

test("of a folder what is read is taken, and neither hidden files nor the locks of open ones", () => {
  expect(["a.md", "A.PDF", "b.docx"].every(isRead)).toBe(true);
  expect([".a.md", "~$b.docx", "c.exe", "md"].some(isRead)).toBe(false);
});
