/** A date as precise as the text that says it: a day, a month or a year. */

export interface When {
  /** As the graph has it: 2024-05-16, 2024-05 or 2024. */
  readonly text: string;
  /** The first moment, in milliseconds since 1970 (UTC). */
  readonly from: number;
  /** The first moment after it. */
  readonly to: number;
}

/** Reads xsd:date, xsd:gYearMonth, xsd:gYear or a year as a number; null for anything else. */
export function whenOf(text: string): When | null {
  const [, year, month, day] =
    /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (!year) return null;
  const [y, m, d] = [Number(year), month ? Number(month) : null, day ? Number(day) : null];
  if (m === null) return { text, from: Date.UTC(y, 0), to: Date.UTC(y + 1, 0) };
  if (d === null) return { text, from: Date.UTC(y, m - 1), to: Date.UTC(y, m) };
  return { text, from: Date.UTC(y, m - 1, d), to: Date.UTC(y, m - 1, d + 1) };
}

export const DAY = 86_400_000;
export const YEAR = 365.25 * DAY;

/** A moment as a day, as it stands in an address. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Years, or months where few years are seen, about `most` of them. */
export function ticks(from: number, to: number, most: number): readonly Tick[] {
  const years = (to - from) / YEAR;
  if (years * 12 <= most) return months(from, to);
  const step = STEPS.find((each) => years / each <= most) ?? 1000;
  const first = Math.ceil(new Date(from).getUTCFullYear() / step) * step;
  const last = new Date(to).getUTCFullYear();
  const found: Tick[] = [];
  for (let year = first; year <= last; year += step) {
    found.push({ at: Date.UTC(year, 0), text: String(year) });
  }
  return found.filter(({ at }) => at >= from && at <= to);
}

function months(from: number, to: number): Tick[] {
  const start = new Date(from);
  const found: Tick[] = [];
  for (let month = start.getUTCMonth(); ; month += 1) {
    const at = Date.UTC(start.getUTCFullYear(), month);
    if (at > to) return found;
    if (at >= from) found.push({ at, text: dayOf(at).slice(0, 7) });
  }
}
