import { createHmac } from 'node:crypto';

/**
 * How the votes of an electorate are proved. 1: as version 0.1.0 did, by facts that never leave the
 * house. 2: by commitments that a file can open, each by itself and without naming anybody.
 */
export type ProofVersion = 1 | 2;

/** The proof that votes are given which open now. */
export const presentProof: ProofVersion = 2;

/** 128 bits in hexadecimal. */
function derived(electorateSalt: string, purpose: string, id: string): string {
  const hmac = createHmac('sha256', electorateSalt).update(`${purpose}:${id}`);
  return hmac.digest('hex').slice(0, 32);
}

/**
 * What a voter is called in the proofs of one vote: another name in every vote, in no order, and
 * leading nowhere without the salt of the electorate, which stays inside.
 */
export const voterLabel = (electorateSalt: string, memberId: string): string =>
  derived(electorateSalt, 'voter', memberId);

/** What hides the class of a voter in their place in the electorate. */
export const classSalt = (electorateSalt: string, memberId: string): string =>
  derived(electorateSalt, 'class', memberId);

/** What hides what a ballot says in its receipt. */
export const ballotSalt = (electorateSalt: string, ballotId: string): string =>
  derived(electorateSalt, 'ballot', ballotId);

/** What hides whose ballot another follows, in what opens its receipt. */
export const followSalt = (electorateSalt: string, ballotId: string): string =>
  derived(electorateSalt, 'follows', ballotId);

/** Stands for nobody among the places of an electorate. */
export const blankPlace = (electorateSalt: string, nth: number): string =>
  createHmac('sha256', electorateSalt).update(`blank:${nth}`).digest('hex');
