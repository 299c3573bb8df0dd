import { inParts } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';

/** What persons have in a figure, said in minor units. */
export function sharesInParts(minor: Shares): Shares {
  return new Map([...minor].map(([person, share]) => [person, inParts(share)]));
}
