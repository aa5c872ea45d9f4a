/** Files as they are picked or dropped, folders too, each with the path by which it is known. */

import type { Source } from "../doors/documents";

export interface Chosen {
  readonly source: Source;
  readonly key: string;
}

/** The endings of files that are read, which a dialog offers and a folder is searched for. */
export const SUFFIXES = [".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".pptx"] as const;

/** Files of a field; those of a folder have their path in it. */
export function chosenFiles(files: FileList | null): Chosen[] {
  const all = [...(files ?? [])];
  const isFolder = all.some((file) => file.webkitRelativePath);
  return all
    .filter((file) => !isFolder || isRead(file.name))
    .map((file) => chosen(file, file.webkitRelativePath || file.name));
}

/** What was dropped: files that can be read, and the paths of those that cannot. */
export interface Dropped {
  readonly chosen: readonly Chosen[];
  readonly unread: readonly string[];
}

/** Files that were dropped, with all that are in folders among them. */
export async function droppedFiles(transfer: Pick<DataTransfer, "items">): Promise<Dropped> {
  // All are asked for at once: after the first wait the browser has forgotten them.
  const dropped = [...transfer.items].map(
    (item) => [item.webkitGetAsEntry(), item.getAsFile()] as const,
  );
  const unread: string[] = [];
  const found = await Promise.all(
    dropped.map(([entry, file]) =>
      entry ? within(entry, unread) : file ? [chosen(file, file.name)] : [],
    ),
  );
  return { chosen: found.flat(), unread };
}

/** The files in what was dropped; what the browser cannot read is noted, and holds up nothing. */
async function within(entry: FileSystemEntry, unread: string[]): Promise<Chosen[]> {
  const key = entry.fullPath.replace(/^\//, "");
  try {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      return [chosen(file, key)];
    }
    const all = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
    const wanted = all.filter((each) => !each.name.startsWith("."));
    const inside = wanted.filter((each) => each.isDirectory || isRead(each.name));
    return (await Promise.all(inside.map((each) => within(each, unread)))).flat();
  } catch {
    unread.push(key);
    return [];
  }
}

async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) return all.sort((one, other) => (one.name < other.name ? -1 : 1));
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** Whether a file in a folder is one that is read; a file by itself is told why it is not. */
export function isRead(name: string): boolean {
  const lower = name.toLowerCase();
  return !/^(\.|~\$)/.test(name) && SUFFIXES.some((suffix) => lower.endsWith(suffix));
}

function chosen(file: File, key: string): Chosen {
  return { source: { kind: "file", file }, key };
}
