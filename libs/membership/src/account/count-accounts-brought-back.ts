import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ErasureList } from '../erasure/erasure-list.js';

/** Which accounts a restored back-up brought back: erased by the list, and here again. */
@Injectable()
export class CountAccountsBroughtBack {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly list: ErasureList,
  ) {}

  /** How many. @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'member.forget');
    const ids = await this.list.accountIds();
    if (ids.length === 0) return 0;
    const gone = await this.unitOfWork.read(actor, (tx) => this.accounts.erasedAmong(tx, ids));
    return ids.length - gone.length;
  }
}
