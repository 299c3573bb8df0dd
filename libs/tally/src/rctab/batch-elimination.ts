/**
 * The candidates who cannot win any more: going up from the lowest, everybody whose votes together
 * stay below those of the next. Nobody, unless there are two or more. With `spare`, at least that
 * many candidates are left over.
 */
export function batchEliminated(
  candidates: readonly number[],
  votes: readonly bigint[],
  spare: number,
): number[] {
  const held = (candidate: number): bigint => votes[candidate] as bigint;
  const ordered = candidates.toSorted((a, b) =>
    held(a) < held(b) ? -1 : held(a) > held(b) ? 1 : a - b,
  );
  let sum = 0n;
  let batch = 0;
  let before = 0;
  for (const [at, candidate] of ordered.entries()) {
    const opensGroup = at === 0 || held(candidate) > held(ordered[at - 1] as number);
    if (opensGroup && at > batch && sum < held(candidate)) {
      before = batch;
      batch = at;
    }
    sum += held(candidate);
  }
  if (ordered.length - batch < spare) batch = before;
  return batch > 1 ? ordered.slice(0, batch) : [];
}
