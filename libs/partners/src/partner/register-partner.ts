import { Injectable } from '@nestjs/common';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { partnersErrors } from '../partners.errors.js';
import { PartnerRegistered } from '../partners.events.js';
import { partnerStore } from './partner.store.js';
import type { PartnerRow } from './partner.store.js';

export interface RegisterPartnerInput {
  readonly name: string;
  readonly website?: string | null;
}

/** Takes a business in that hosts services for the members. */
@Injectable()
export class RegisterPartner {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_PARTNER, PARTNER_NAME_TAKEN */
  async execute(actor: Actor, input: RegisterPartnerInput): Promise<PartnerRow> {
    permit(actor, 'partner.register');
    const name = input.name.trim();
    const website = input.website ?? null;
    if (name === '' || name.length > 100) {
      throw partnersErrors.error('INVALID_PARTNER', 'A name has 1 to 100 characters.', {
        path: ['name'],
      });
    }
    if (website !== null && !/^https?:\/\/\S{1,200}$/.test(website)) {
      throw partnersErrors.error('INVALID_PARTNER', 'A website begins with http.', {
        path: ['website'],
      });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const agreedOn = await tx.today();
      const partner = await partnerStore.insert(tx, { id: newId(), name, website, agreedOn });
      if (partner === null) {
        throw partnersErrors.error('PARTNER_NAME_TAKEN', 'There is a partner of this name.', {
          path: ['name'],
        });
      }
      tx.announce(PartnerRegistered.of(partner.id, { partnerId: partner.id }));
      return partner;
    });
  }
}
