import type { Election } from '../model/election.js';

/** Which projects exclude which others. */
export interface Rivals {
  /** Whether a project excludes one of those, or is excluded by one. */
  meet(project: number, others: readonly number[]): boolean;
}

/** Of each group in `incompatible` at most one is funded. */
export function rivalsOf({ incompatible = [] }: Pick<Election, 'incompatible'>): Rivals {
  const known = new Map<number, Set<number>>();
  for (const group of incompatible) {
    for (const one of group) {
      const rivals = known.get(one) ?? new Set();
      for (const other of group) if (other !== one) rivals.add(other);
      known.set(one, rivals);
    }
  }
  const meet = (project: number, others: readonly number[]): boolean => {
    const rivals = known.get(project);
    return rivals !== undefined && others.some((other) => rivals.has(other));
  };
  return { meet };
}

/** The groups in words, one sentence each. */
export function toldRivals({ incompatible = [], candidates }: Election): string[] {
  return incompatible.map((group) => {
    const names = [...new Set(group)].map((index) => candidates[index]?.name ?? '');
    return `At most one is funded of ${names.join(', ')}.`;
  });
}
