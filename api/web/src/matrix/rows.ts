/** Which rows are drawn: those in view and a few about them.
 *
 * All rows are of one height, so that this is arithmetic; a virtualiser that measures would be
 * more code in the page than this.
 */

export const ROW = 28;
const RIM = 8;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The rows from `from` to before `to` that a window over them needs. */
export function inView(top: number, height: number, count: number): Range {
  const from = Math.max(0, Math.floor(top / ROW) - RIM);
  return { from, to: Math.min(count, Math.ceil((top + height) / ROW) + RIM) };
}

export interface Place {
  /** −1 is the heading. */
  readonly row: number;
  /** −1 is the name of the row. */
  readonly column: number;
}

/** Where a key leads in a grid (ARIA Authoring Practices, "Grid"); null where it means nothing. */
export function led(
  event: { readonly key: string; readonly ctrlKey: boolean },
  { row, column }: Place,
  rows: number,
  columns: number,
  page: number,
): Place | null {
  const at = (r: number, c: number): Place => ({
    row: Math.min(Math.max(r, -1), rows - 1),
    column: Math.min(Math.max(c, -1), columns - 1),
  });
  const ways: Record<string, Place> = {
    ArrowUp: at(row - 1, column),
    ArrowDown: at(row + 1, column),
    ArrowLeft: at(row, column - 1),
    ArrowRight: at(row, column + 1),
    PageUp: at(row - page, column),
    PageDown: at(row + page, column),
    Home: event.ctrlKey ? at(-1, -1) : at(row, -1),
    End: event.ctrlKey ? at(rows - 1, columns - 1) : at(row, columns - 1),
  };
  return ways[event.key] ?? null;
}
