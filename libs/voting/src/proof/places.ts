import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { blankPlace, classSalt, voterLabel } from './secrets.js';

/** A place in an electorate, as a proof has it: whose it is stands nowhere. */
export interface ProvedPlace {
  readonly voter: string;
  readonly weight: bigint;
  readonly memberClass: string;
  readonly classSalt: string;
}

/** A class that can be shown later, and is not told now. */
export const classCommitment = (memberClass: string, salt: string): string =>
  sha256Hex(canonicalJson([memberClass, salt]));

/** SHA-256 of one place: of the voter's label, their weight and the commitment to their class. */
export const placeHash = (voter: string, weight: bigint, commitment: string): string =>
  sha256Hex(canonicalJson([voter, weight, commitment]));

export const hashOfPlace = (place: ProvedPlace): string =>
  placeHash(place.voter, place.weight, classCommitment(place.memberClass, place.classSalt));

/** What is published of an electorate: SHA-256 over the canonical JSON of its places, sorted. */
export const hashOfPlaces = (places: readonly string[]): string =>
  sha256Hex(canonicalJson(places.toSorted()));

interface Seated {
  readonly memberId: string;
  readonly memberClass: string;
  readonly weight: bigint;
}

export function provedPlace(salt: string, { memberId, memberClass, weight }: Seated): ProvedPlace {
  return {
    voter: voterLabel(salt, memberId),
    weight,
    memberClass,
    classSalt: classSalt(salt, memberId),
  };
}

/**
 * Hashes of the places of an electorate, sorted, and of blanks among them: as many as are told may
 * vote (ADR 0041), so that their number does not say how many pause.
 */
export function placesOf(
  voters: readonly Seated[],
  salt: string,
  toldVoters: number,
): readonly string[] {
  const taken = voters.map((voter) => hashOfPlace(provedPlace(salt, voter)));
  const length = Math.max(0, toldVoters - voters.length);
  const blanks = Array.from({ length }, (_, nth) => blankPlace(salt, nth));
  return [...taken, ...blanks].toSorted();
}
