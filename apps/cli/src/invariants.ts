import type { Invariant } from '@rochdale/platform';

/** Every law of every room, as the nightly job and `verify` check them. */
export const invariants: readonly Invariant[] = [];
