import type { AccountKnown, Telling, ToldEntry } from './account-telling.js';
import { likeness } from './entry-facts.js';
import { known, unclear } from './verdict.js';
import type { Verdict } from './verdict.js';

/**
 * A telling in which a batch is its parts where the parts are what is known, as lines of version
 * 0.1.0 are. `owners` is, for each entry, the place that it or its batch has in the telling.
 */
export function unbundled(
  account: AccountKnown,
  telling: Telling,
): { readonly telling: Telling; readonly owners: readonly number[] } {
  const taken = new Set<string>();
  const owners: number[] = [];
  const entries = telling.entries.flatMap((told, at): ToldEntry[] => {
    const parts = knownParts(told, account, taken);
    if (parts === null) {
      owners.push(at);
      return [told];
    }
    for (const id of parts) taken.add(id);
    owners.push(...told.split.map(() => at));
    return told.split.map((facts) => ({ ...facts, split: [] }));
  });
  return { telling: { ...telling, entries }, owners };
}

function knownParts(
  told: ToldEntry,
  { entries }: AccountKnown,
  taken: ReadonlySet<string>,
): readonly string[] | null {
  if (told.split.length < 2) return null;
  if (entries.some(({ facts }) => facts.some((its) => likeness(told, its) !== null))) return null;
  const found = new Set<string>();
  for (const part of told.split) {
    const entry = entries.find(
      ({ id, facts }) =>
        !taken.has(id) && !found.has(id) && facts.some((its) => likeness(part, its) !== null),
    );
    if (entry === undefined) return null;
    found.add(entry.id);
  }
  return [...found];
}

/** What became of the parts of a batch became of it; what did not become of all waits. */
export function bundled(verdicts: readonly Verdict[], owners: readonly number[]): Verdict[] {
  const groups: Verdict[][] = [];
  owners.forEach((owner, at) => {
    const verdict = verdicts[at];
    if (verdict !== undefined) (groups[owner] ??= []).push(verdict);
  });
  return groups.map((group) => {
    const [only = { is: 'new' } as const] = group;
    if (group.length === 1 || group.every(({ is }) => is === 'new')) return inPlace(only, owners);
    const ids = group.flatMap((one) => (one.is === 'known' ? one.entryIds : []));
    const isKnown = group.every(({ is }) => is === 'known');
    return isKnown
      ? known(...ids)
      : unclear(
          'other-words',
          ids.map((id) => ({ id })),
        );
  });
}

function inPlace(verdict: Verdict, owners: readonly number[]): Verdict {
  if (verdict.is !== 'unclear' || verdict.twin === null) return verdict;
  return { ...verdict, twin: owners[verdict.twin] ?? null };
}
