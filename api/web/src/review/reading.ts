/** Documents of sentences that wait: their text, and all that they name. */

import { query } from "../doors/graphql";
import { readOn } from "./paging";
import { DOCUMENT, type DocumentPage, type Named } from "./queries";

export interface Read {
  /** The text; null where the document is not here. */
  readonly text: string | null;
  readonly named: readonly Named[];
}

const read = new Map<string, Promise<Read>>();

/** What a document says and names, asked for once. */
export function readDocument(id: string): Promise<Read> {
  const known = read.get(id) ?? load(id);
  read.set(id, known);
  known.catch(() => read.delete(id));
  return known;
}

async function load(id: string): Promise<Read> {
  let text: string | null = null;
  // Documents are open to all: the token is not shown to ask for one.
  const page = async (_: number, after: string | null) => {
    const values = { id, isFirst: after === null, after };
    const { document } = await query<DocumentPage>(DOCUMENT, values);
    text ??= document?.text ?? null;
    return document?.entities ?? { pageInfo: { endCursor: null, hasNextPage: false }, nodes: [] };
  };
  const { nodes } = await readOn<Named, Awaited<ReturnType<typeof page>>>(
    page,
    (each) => each.id,
    Number.POSITIVE_INFINITY,
  );
  return { text, named: nodes };
}
