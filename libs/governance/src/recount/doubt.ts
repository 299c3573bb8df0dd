/** A place in a file that does not hold, and why. */
export class Doubt extends Error {
  override readonly name = 'Doubt';

  constructor(
    /** Such as `ballots.rows[3].receipt`. */
    readonly place: string,
    message: string,
  ) {
    super(message);
  }
}

/** What a file cannot show, though nothing in it is wrong. */
export interface Open {
  readonly place: string;
  readonly says: string;
}

export const opens = (place: string, says: string): Open => ({ place, says });
