/**
 * What each person has in a figure, in parts of a minor unit; whoever has nothing in it is left
 * out. Debit-positive.
 */
export type Shares = ReadonlyMap<string, bigint>;

/**
 * How many parts a minor unit has: halves to sixteenths and hundredths of it are whole numbers of
 * them, so that what is the same from month to month is the same to the last digit.
 */
export const partsOfUnit = 3_603_600n;

/** So many minor units, in parts of one. */
export function inParts(minor: bigint): bigint {
  return minor * partsOfUnit;
}

/**
 * Fewer than that are persons, more are a figure: of five others for one of them, who reads it and
 * takes away what they know of themselves.
 */
export const fewestPersons = 6;

/** Nobody is behind it, or so many that it says nothing of one of them. */
export function isFigure(persons: number): boolean {
  return persons === 0 || persons >= fewestPersons;
}

/** Several figures as one. */
export function together(all: readonly Shares[]): Shares {
  const sum = new Map<string, bigint>();
  for (const shares of all) {
    for (const [person, share] of shares) sum.set(person, (sum.get(person) ?? 0n) + share);
  }
  return new Map([...sum].filter(([, share]) => share !== 0n));
}
