import { Injectable } from '@nestjs/common';
import { idOf } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { accountStore } from '../account/account.store.js';
import { passkeyStore } from '../passkey/passkey.store.js';
import { ownSignIns } from './own-sign-ins.queries.js';
import { personalTokenStore } from '../personal-token/personal-token.store.js';

/** Which of it are ids, and of what. */
export const personalDataShape = z.looseObject({
  account: z.looseObject({ id: idOf('Account') }).nullable(),
  passkeys: z.array(z.looseObject({ id: idOf('Passkey') })),
  sessions: z.array(z.looseObject({ id: idOf('Session') })),
  personalTokens: z.array(z.looseObject({ id: idOf('PersonalToken') })),
});

/** What a person may ask for about themselves, told inside the transaction of who asks. */
@Injectable()
export class PersonalData {
  /** By which others may know the person, in lower case: null where they never confirmed it. */
  async confirmedAddress(tx: Tx, accountId: string): Promise<string | null> {
    const [account] = await accountStore.findMany(tx, [accountId]);
    return account?.emailVerified === true ? account.email.toLowerCase() : null;
  }

  /** Everything that identity keeps about a person, as plain data, without secrets or hashes. */
  async ofAccount(tx: Tx, accountId: string): Promise<Record<string, unknown>> {
    const [account] = await accountStore.findMany(tx, [accountId]);
    return {
      account: account ?? null,
      ...(await ownSignIns(tx, accountId)),
      waysIn: await accountStore.waysIn(tx, accountId),
      passkeys: await passkeyStore.ofAccount(tx, accountId),
      personalTokens: await personalTokenStore.ofAccount(tx, accountId),
    };
  }
}
