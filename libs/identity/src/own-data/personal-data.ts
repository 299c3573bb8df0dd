import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { accountStore } from '../account/account.store.js';
import { passkeyStore } from '../passkey/passkey.store.js';
import { personalTokenStore } from '../personal-token/personal-token.store.js';

/** What a person may ask for about themselves, told inside the transaction of who asks. */
@Injectable()
export class PersonalData {
  /** Everything that identity keeps about a person, as plain data, without secrets or hashes. */
  async ofAccount(tx: Tx, accountId: string): Promise<Record<string, unknown>> {
    const [account] = await accountStore.findMany(tx, [accountId]);
    return {
      account: account ?? null,
      waysIn: await accountStore.waysIn(tx, accountId),
      passkeys: await passkeyStore.ofAccount(tx, accountId),
      personalTokens: await personalTokenStore.ofAccount(tx, accountId),
    };
  }
}
