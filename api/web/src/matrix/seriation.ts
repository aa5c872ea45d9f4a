/** Rows and columns in an order that puts what is alike together (reciprocal averaging).
 *
 * Each row gets the mean of its columns' scores, each column the mean of its rows', over and over;
 * what all share is taken out, so that the scores end at the first axis of a correspondence
 * analysis: filled cells gather about the diagonal. The same table always gives the same order.
 */

export interface Seriated {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

const ROUNDS = 60;

/** Returns the places of rows and columns in their new order; `filled` has the columns of each row. */
export function seriated(filled: readonly (readonly number[])[], width: number): Seriated {
  const weights = new Array<number>(width).fill(0);
  for (const row of filled) for (const column of row) weights[column] = (weights[column] ?? 0) + 1;
  let scores = centred(
    Array.from({ length: width }, (_, place) => place),
    weights,
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    scores = centred(ofColumns(filled, ofRows(filled, scores), weights), weights);
  }
  return { rows: inOrder(ofRows(filled, scores)), columns: inOrder(scores) };
}

function ofRows(filled: readonly (readonly number[])[], scores: readonly number[]): number[] {
  return filled.map((row) => {
    const sum = row.reduce((total, column) => total + (scores[column] ?? 0), 0);
    return row.length ? sum / row.length : 0;
  });
}

function ofColumns(
  filled: readonly (readonly number[])[],
  rows: readonly number[],
  weights: readonly number[],
): number[] {
  const sums = weights.map(() => 0);
  filled.forEach((row, place) => {
    for (const column of row) sums[column] = (sums[column] ?? 0) + (rows[place] ?? 0);
  });
  return sums.map((sum, column) => sum / Math.max(weights[column] ?? 0, 1));
}

/** Scores about their weighted mean, of length one, so that they neither agree nor vanish. */
function centred(scores: readonly number[], weights: readonly number[]): number[] {
  const weight = weights.reduce((sum, each) => sum + each, 0) || 1;
  const mean = scores.reduce((sum, each, place) => sum + each * (weights[place] ?? 0), 0) / weight;
  const about = scores.map((each) => each - mean);
  const length = Math.hypot(...about) || 1;
  return about.map((each) => each / length);
}

/** The places of scores, smallest first; equal ones stay as they were. */
function inOrder(scores: readonly number[]): number[] {
  const rounded = scores.map((each) => Math.round(each * 1e9));
  return rounded
    .map((_, place) => place)
    .sort((one, other) => (rounded[one] ?? 0) - (rounded[other] ?? 0) || one - other);
}
