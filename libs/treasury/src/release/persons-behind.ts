import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/**
 * Who is behind an amount, and how much of it each of them is: by the id of the source. A person is
 * named by a key that is the same in all rooms, `member:<id>`.
 */
export type PersonsOfSources = (
  tx: Tx,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, readonly PersonBehind[]>>;

export interface PersonBehind {
  readonly person: string;
  /** Their part where several are behind one amount, in parts of a minor unit. */
  readonly weight: bigint;
}

/** Rooms that book money say here whose it was; the figures for everybody count persons by it. */
@Injectable()
export class PersonsBehind {
  readonly #rooms = new Map<string, PersonsOfSources>();

  /** @param kind the kind of source that the room gives to what it books */
  register(kind: string, persons: PersonsOfSources): void {
    assert(!this.#rooms.has(kind), `who is behind ${kind} is said once`);
    this.#rooms.set(kind, persons);
  }

  /** By kind and id, as `kind id`. Sources that no room knows are left out. */
  async of(
    tx: Tx,
    sources: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, readonly PersonBehind[]>> {
    const found = new Map<string, readonly PersonBehind[]>();
    for (const [kind, ids] of sources) {
      const persons = await this.#rooms.get(kind)?.(tx, ids);
      for (const [id, behind] of persons ?? []) found.set(`${kind} ${id}`, behind);
    }
    return found;
  }
}
