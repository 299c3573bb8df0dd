import { fromGlobalId, fromMemberId, readGlobalId } from '@rochdale/platform';
import type { IdAudience } from '@rochdale/platform';
import type { IdPair } from './ids.js';
import { valuesOf } from './view.js';
import type { View } from './view.js';

/** Who asks, as far as ids are concerned. */
export type Asker = 'stranger' | 'applicant' | 'member' | 'partner';

const partnerIds = new Set<string>();

/** Whose ids of members the partner's are tried as. */
export function meetPartners(globalIds: readonly string[]): void {
  for (const id of globalIds) partnerIds.add(fromGlobalId('Partner', id));
}

function audiencesOf(asker: Asker): readonly IdAudience[] {
  // What an applicant is told as members are would be noticed.
  if (asker === 'applicant') return ['stranger', 'inside'];
  return [asker === 'member' ? 'inside' : 'stranger'];
}

/** What an id is inside, which no asker can tell; null for what is no id. */
export function insideOf(asker: Asker, text: string): { type: string; id: string } | null {
  for (const audience of audiencesOf(asker)) {
    try {
      return readGlobalId(text, audience);
    } catch {
      // Another audience's, or none.
    }
  }
  // A partner has one more of each member, in what is its own.
  for (const partnerId of asker === 'partner' ? partnerIds : []) {
    const id = memberOfPartner(partnerId)(text);
    if (id !== null) return { type: 'Member', id };
  }
  return null;
}

/** The member that an id of this asker's is of. */
export const memberInside =
  (asker: Asker) =>
  (text: string): string | null => {
    const read = insideOf(asker, text);
    return read?.type === 'Member' ? read.id : null;
  };

/** The member that an id of this one partner's is of. */
export const memberOfPartner =
  (partnerId: string) =>
  (text: string): string | null => {
    try {
      return fromMemberId(text, `partner ${partnerId}`);
    } catch {
      return null;
    }
  };

/** Every id that an asker was given, with its like inside, by what it is of. */
export function idPairs(asker: Asker, view: View): Map<string, IdPair[]> {
  const found = new Map<string, Map<string, IdPair>>();
  for (const { value } of valuesOf(view)) {
    const read = typeof value === 'string' && value.length > 15 ? insideOf(asker, value) : null;
    if (read === null) continue;
    const pairs = found.get(read.type) ?? new Map<string, IdPair>();
    found.set(read.type, pairs.set(read.id, { outside: String(value), inside: read.id }));
  }
  return new Map([...found].map(([type, pairs]) => [type, [...pairs.values()]]));
}
