import { randomInt } from 'node:crypto';

/** The same items in an order that nobody can foretell, and that tells nothing of the one given. */
export function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(randomInt(left.length), 1));
}
