import { Injectable } from '@nestjs/common';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { partnersErrors } from '../partners.errors.js';
import { PartnerEnded, PartnerRegistered } from '../partners.events.js';
import { partnerStore } from './partner.store.js';
import type { PartnerRow } from './partner.store.js';

/** A business that is to host services for the members. */
export interface PartnerTerms {
  readonly name: string;
  readonly website?: string | null | undefined;
}

/** @throws CodedError INVALID_PARTNER */
export function checkPartner({ name, website = null }: PartnerTerms): void {
  const length = name.trim().length;
  if (length === 0 || length > 100) {
    throw partnersErrors.error('INVALID_PARTNER', 'A name has 1 to 100 characters.', {
      path: ['name'],
    });
  }
  if (website !== null && !/^https?:\/\/\S{1,200}$/.test(website)) {
    throw partnersErrors.error('INVALID_PARTNER', 'A website begins with http.', {
      path: ['website'],
    });
  }
}

/** Partners inside the caller's transaction: for use cases here, and for decisions. */
@Injectable()
export class Partners {
  /** @throws CodedError INVALID_PARTNER, PARTNER_NAME_TAKEN */
  async register(tx: Tx, terms: PartnerTerms): Promise<PartnerRow> {
    checkPartner(terms);
    const { name, website = null } = terms;
    const agreedOn = await tx.today();
    const row = { id: newId(), name: name.trim(), website, agreedOn };
    const partner = await partnerStore.insert(tx, row);
    if (partner === null) {
      throw partnersErrors.error('PARTNER_NAME_TAKEN', 'There is a partner of this name.', {
        path: ['name'],
      });
    }
    tx.announce(PartnerRegistered.of(partner.id, { partnerId: partner.id }));
    return partner;
  }

  /** @throws CodedError PARTNER_NOT_FOUND */
  async find(tx: Tx, partnerId: string): Promise<PartnerRow> {
    const [partner] = await partnerStore.byIds(tx, [partnerId]);
    if (partner !== undefined) return partner;
    throw partnersErrors.error('PARTNER_NOT_FOUND', 'There is no such partner.', {
      path: ['partnerId'],
    });
  }

  /** @throws CodedError PARTNER_ENDED, and as `find` does */
  async demandCurrent(tx: Tx, partnerId: string): Promise<void> {
    if ((await this.find(tx, partnerId)).endedOn !== null) throw ended();
  }

  /**
   * Ends the agreement today: the partner's keys open nothing any more. What was reported until
   * then is shared out with its period, and paid.
   *
   * @throws CodedError PARTNER_NOT_FOUND, PARTNER_ENDED
   */
  async end(tx: Tx, partnerId: string): Promise<void> {
    await this.demandCurrent(tx, partnerId);
    if (!(await partnerStore.end(tx, partnerId, await tx.today()))) throw ended();
    tx.announce(PartnerEnded.of(partnerId, { partnerId }));
  }
}

const ended = (): Error =>
  partnersErrors.error('PARTNER_ENDED', 'The agreement with them is over already.', {
    path: ['partnerId'],
  });
