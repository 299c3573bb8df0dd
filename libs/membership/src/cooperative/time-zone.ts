import type { Tx } from '@rochdale/platform';
import { cooperativeStore } from './cooperative.store.js';

/** Whose clocks the days of the transaction's co-operative go by, as an IANA name. */
export async function timeZoneOf(tx: Tx): Promise<string> {
  return (await cooperativeStore.timeZone(tx))?.timeZone ?? 'UTC';
}
