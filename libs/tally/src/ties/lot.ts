import { createHash } from 'node:crypto';

import { TallyError } from '../model/errors.js';

/** What is published before the vote: the SHA-256 of the seed's UTF-8 bytes, in lower-case hex. */
export function seedCommitment(seed: string): string {
  return createHash('sha256').update(seed, 'utf8').digest('hex');
}

/** Refuses a seed other than the one that was committed to. */
export function requireCommitment(seed: string, commitment: string): void {
  if (seedCommitment(seed) !== commitment.toLowerCase()) {
    const message = 'the seed does not have the SHA-256 that was committed';
    throw new TallyError('COMMITMENT_MISMATCH', message);
  }
}

/**
 * Draws lots: the candidates in the order in which they are drawn. Candidate c of draw d gets the
 * ticket SHA-256("seed\nd\nc"), and the lowest ticket is drawn first. Anybody with the seed can
 * repeat it with a hash program.
 */
export function drawLots(seed: string, draw: number, candidates: readonly number[]): number[] {
  const tickets = candidates.map((candidate) => ({
    candidate,
    ticket: createHash('sha256').update(`${seed}\n${draw}\n${candidate}`, 'utf8').digest('hex'),
  }));
  tickets.sort((a, b) => (a.ticket < b.ticket ? -1 : a.ticket > b.ticket ? 1 : 0));
  return tickets.map(({ candidate }) => candidate);
}
