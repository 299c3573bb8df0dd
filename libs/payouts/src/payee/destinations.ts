import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { payeeDetailsStore } from './payee-details.store.js';
import type { PayeeDetailsRow } from './payee-details.store.js';
import type { Payee } from './payee.js';
import { isSameAccount } from './payee.js';
import { openIfWhole } from './seal.js';

/** One version of a payee's bank details, as others may see it. */
export interface Destination {
  readonly id: string;
  readonly masked: string;
}

/** Where payees want to be paid, for the rooms that ask for an approval of it. */
@Injectable()
export class Destinations {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'secret'>) {}

  /**
   * Where the payee is paid by now; null when they have not said so. The same account entered again
   * is no other destination: who knows one by its id keeps that id for as long as it is the same.
   * What does not open is not the same as anything.
   *
   * @param knownId the destination that was read before, of this payee or of another
   */
  async current(tx: Tx, { kind, id }: Payee, knownId: string | null): Promise<Destination | null> {
    const current = await payeeDetailsStore.current(tx, kind, id);
    if (current === null || knownId === null || current.id === knownId) return shown(current);
    const [known] = await payeeDetailsStore.byIds(tx, [knownId]);
    if (known?.payeeKind !== kind || known.payeeId !== id) return shown(current);
    const [then, now] = [this.#openIfWhole(known), this.#openIfWhole(current)];
    const isSame = then !== null && now !== null && isSameAccount(then, now);
    return shown(isSame ? known : current);
  }

  #openIfWhole({ id, sealed }: PayeeDetailsRow) {
    return openIfWhole(this.config.secret, id, sealed);
  }
}

function shown(details: PayeeDetailsRow | null): Destination | null {
  return details === null ? null : { id: details.id, masked: details.masked };
}
