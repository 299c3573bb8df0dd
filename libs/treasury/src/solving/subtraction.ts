import { countLeft, fewPersons, guessed, Lines, multiples, oneOfEach, restOf } from './lines.js';
import { Likenesses } from './likenesses.js';
import type { Line, Work } from './lines.js';
import { isFigure } from './shares.js';
import type { Shares } from './shares.js';

/**
 * Whether a figure may stand beside those that are out: it has six persons or nobody behind it,
 * and so has whatever is left of it when one or two of the others are added or taken away. A
 * month's dues with one more member than the month before would otherwise be that member's dues.
 *
 * @param lines those that are out, where it is asked of several what stands beside them
 */
export function standsBeside(
  figure: Shares,
  published: readonly Shares[],
  lines: Lines = new Lines(),
  work: Work = { persons: 0 },
): boolean {
  if (!isFigure(figure.size)) return false;
  const near = published.filter((one) => overlaps(figure, one));
  if (near.length === 0) return true;
  const [line, ...others] = lines.of(figure, published);
  const kinds = new Likenesses(oneOfEach(others));
  const seen = new Set<string>();
  for (const one of others) {
    if (!one.persons.some((person) => line.amounts[person] !== 0)) continue;
    for (const ratio of guessed(line, one, work)) {
      const rest = restOf(line, ratio, one, work);
      if (!isFigure(rest.persons.length)) return false;
      const isMany = rest.persons.length > fewPersons;
      if (rest.persons.length === 0 || (isMany && seen.has(rest.kind))) continue;
      seen.add(rest.kind);
      const beside = isMany ? [...kinds.of(rest, work)] : others;
      if (!beside.every((other) => other.kind === one.kind || saysNothing(rest, other, work)))
        return false;
    }
  }
  return true;
}

/** Whether no multiple of the other leaves few of the one. */
function saysNothing(one: Line, other: Line, work: Work): boolean {
  return (
    one.kind === other.kind ||
    multiples(one, other, work).every((ratio) => isFigure(countLeft(one, ratio, other, work)))
  );
}

function overlaps(one: Shares, other: Shares): boolean {
  for (const person of one.keys()) if (other.has(person)) return true;
  return false;
}
