import { canonicalJson, sha256Hex } from '@rochdale/platform';
import type { View } from './view.js';

/** What proposals say of those who could vote on them: a hash each. */
export function electoratesTold(view: View): string[] {
  const found = new Set<string>();
  for (const row of view.flatMap(({ rows }) => rows)) {
    for (const [path, hash] of row) {
      if (path.endsWith('electorateHash') && typeof hash === 'string') found.add(hash);
    }
  }
  return [...found];
}

/**
 * Who was left out of an electorate, found by trying whom, two at most; null when nobody fits. It
 * takes ids of the inside for known: some knew them before ids were sealed.
 */
export function leftOut(
  hash: string,
  memberIds: readonly string[],
  memberClass: string,
): string[] | null {
  const ids = memberIds.toSorted();
  const entries = ids.map((memberId) => [memberId, memberClass, 1n] as const);
  const fits = (out: readonly number[]): boolean =>
    sha256Hex(canonicalJson(entries.filter((_, nth) => !out.includes(nth)))) === hash;
  const named = (out: readonly number[]): string[] => out.map((nth) => ids[nth] ?? '');
  if (fits([])) return [];
  for (let one = 0; one < ids.length; one += 1) {
    if (fits([one])) return named([one]);
    for (let other = one + 1; other < ids.length; other += 1) {
      if (fits([one, other])) return named([one, other]);
    }
  }
  return null;
}
