import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
import { personalTokenStore } from './personal-token.store.js';
import type { PersonalTokenRow } from './personal-token.store.js';

/** One's own tokens in this co-operative, the newest first, also those that have ended. */
@Injectable()
export class PersonalTokenQueries {
  async own(tx: Tx): Promise<PersonalTokenRow[]> {
    permit(tx.actor, 'personal-token.read-own');
    return personalTokenStore.ofAccount(tx, ownAccountId(tx.actor));
  }
}
