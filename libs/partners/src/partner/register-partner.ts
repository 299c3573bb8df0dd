import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { PartnerRow } from './partner.store.js';
import { checkPartner, Partners } from './partners.js';
import type { PartnerTerms } from './partners.js';

/** Takes a business in that hosts services for the members. */
@Injectable()
export class RegisterPartner {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly partners: Partners,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_PARTNER, PARTNER_NAME_TAKEN */
  async execute(actor: Actor, input: PartnerTerms): Promise<PartnerRow> {
    permit(actor, 'partner.register');
    checkPartner(input);
    return this.unitOfWork.run(actor, (tx) => this.partners.register(tx, input));
  }
}
