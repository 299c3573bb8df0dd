import { readGlobalId } from '@rochdale/platform';
import type { IdPair } from './ids.js';
import { valuesOf } from './view.js';
import type { View } from './view.js';

/** Who asks, as far as ids are concerned. */
export type Asker = 'stranger' | 'member' | 'partner';

/** What an id is inside, which no asker can tell; null for what is no id. */
export function insideOf(_asker: Asker, text: string): { type: string; id: string } | null {
  try {
    return readGlobalId(text);
  } catch {
    return null;
  }
}

/** The member that an id of this asker's is of. */
export const memberInside =
  (asker: Asker) =>
  (text: string): string | null => {
    const read = insideOf(asker, text);
    return read?.type === 'Member' ? read.id : null;
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
