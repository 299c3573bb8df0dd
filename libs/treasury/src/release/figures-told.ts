import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Shares } from '../solving/shares.js';

/**
 * Who is behind each amount that a room tells somebody who is no clerk, in parts of a minor unit.
 */
type Telling = (tx: Tx) => Promise<readonly Shares[]>;

/**
 * Rooms say here what they tell of members' money besides the releases: whoever was told it reads
 * the releases as well, and may take the one from the other.
 */
@Injectable()
export class FiguresTold {
  readonly #rooms = new Map<string, Telling>();

  register(room: string, telling: Telling): void {
    assert(!this.#rooms.has(room), `what ${room} tells is said once`);
    this.#rooms.set(room, telling);
  }

  async all(tx: Tx): Promise<Shares[]> {
    const found: Shares[] = [];
    for (const telling of this.#rooms.values()) found.push(...(await telling(tx)));
    return found;
  }
}
