import { expect, test } from "vitest";
import { droppedFiles, isRead } from "./choosing";

test("of a folder what is read is taken, and neither hidden files nor the locks of open ones", () => {
  expect(["a.md", "A.PDF", "b.docx"].every(isRead)).toBe(true);
  expect([".a.md", "~$b.docx", "c.exe", "md"].some(isRead)).toBe(false);
});

/** A file of a folder as a browser gives it; without a text it cannot be read. */
const file = (path: string, text: string | null) => ({
  isFile: true,
  isDirectory: false,
  name: path.split("/").at(-1),
  fullPath: path,
  file: (found: (file: File) => void, failed: (error: Error) => void) =>
    text === null ? failed(new Error("not allowed")) : found(new File([text], path)),
});
const folder = (path: string, inside: unknown[]) => ({
  isFile: false,
  isDirectory: true,
  name: path.split("/").at(-1),
  fullPath: path,
  createReader: () => ({
    readEntries: (found: (all: unknown[]) => void) => found(inside.splice(0)),
  }),
});

test("a file that cannot be read is told, and the others are taken", async () => {
  const inside = [file("/press/a.md", "A"), file("/press/shut.md", null), file("/press/b.md", "B")];
  const dropped = [folder("/press", inside), file("/alone.pdf", null), file("/c.txt", "C")];
  const items = dropped.map((entry) => ({ webkitGetAsEntry: () => entry, getAsFile: () => null }));
  const { chosen, unread } = await droppedFiles({ items: items as never });
  expect(chosen.map((each) => each.key)).toEqual(["press/a.md", "press/b.md", "c.txt"]);
  expect(unread).toEqual(["alone.pdf", "press/shut.md"]);
});
