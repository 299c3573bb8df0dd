import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
import { personalTokenStore } from './personal-token.store.js';
import type { PersonalTokenRow } from './personal-token.store.js';

/** One's own tokens in this co-operative, the newest first, also those that have ended. */
@Injectable()
export class PersonalTokenQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  own(actor: Actor): Promise<PersonalTokenRow[]> {
    permit(actor, 'personal-token.read-own');
    const accountId = ownAccountId(actor);
    return this.unitOfWork.read(actor, (tx) => personalTokenStore.ofAccount(tx, accountId));
  }
}
