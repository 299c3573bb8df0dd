import type { Tx } from '@rochdale/platform';
import { erasureStore } from './erasure.store.js';

/** Whether anybody of the co-operative was erased since then. */
export const wasAnybodyErasedSince = (tx: Tx, since: Date): Promise<boolean> =>
  erasureStore.hasSince(tx, since);
