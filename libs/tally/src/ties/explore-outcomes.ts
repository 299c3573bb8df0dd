import { TallyError } from '../model/errors.js';

/** How many ways through the open ties are followed before giving up. */
export const OUTCOME_LIMIT = 2_000;

/**
 * Runs a count once for every way its open ties could go. `run` gets the script of choices for a
 * `TieBreaker` with the step `report` and returns its value with the breaker's `forks`.
 * The first value is that of the first choice everywhere. Throws TOO_MANY_OUTCOMES over the limit.
 */
export function exploreOutcomes<T>(
  run: (script: readonly number[]) => { value: T; forks: readonly number[] },
  limit = OUTCOME_LIMIT,
): T[] {
  const values: T[] = [];
  let script: number[] | null = [];
  while (script !== null) {
    if (values.length === limit) {
      throw new TallyError('TOO_MANY_OUTCOMES', `more than ${limit} ways through the ties`);
    }
    const { value, forks } = run(script);
    values.push(value);
    script = nextScript(script, forks);
  }
  return values;
}

function nextScript(script: readonly number[], forks: readonly number[]): number[] | null {
  const full = forks.map((_, place) => script[place] ?? 0);
  for (let place = full.length - 1; place >= 0; place--) {
    const choice = full[place] as number;
    if (choice + 1 < (forks[place] as number)) return [...full.slice(0, place), choice + 1];
  }
  return null;
}
