import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { Letters, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { withdrawInTx } from '../application/withdrawing.js';
import { eraseApplicantInTx } from '../erasure/erasing.js';
import { memberStore } from '../member/member.store.js';
import { OpenAffairs } from '../member/open-affairs.js';
import { holdStanding } from '../member/standing-lock.js';

/**
 * Erases an applicant whose account is erased, and who never belonged here. No law asks a
 * co-operative to keep anything of whom it declined. Where money is open with them, the nightly
 * drop does it as soon as that is settled.
 */
@Injectable()
export class ForgetApplicant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly affairs: OpenAffairs,
    private readonly letters: Letters,
  ) {}

  /** Of an account that is there nobody is forgotten. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { accountId }: { readonly accountId: string }): Promise<void> {
    permit(actor, 'member.forget');
    await this.unitOfWork.run(actor, async (tx) => {
      const { accounts, affairs, letters } = this;
      if ((await accounts.erasedAmong(tx, [accountId])).length === 0) return;
      const known = await memberStore.findByAccount(tx, accountId);
      if (known === null || known.admittedAt !== null) return;
      await holdStanding(tx, known.id);
      // Of a back-up, which knows of an answer that was waited for.
      const open = await applicationStore.lockOpen(tx, known.id);
      if (open !== null) await withdrawInTx(tx, open);
      const applicant = await memberStore.lockByAccount(tx, accountId);
      if (applicant === null || applicant.admittedAt !== null) return;
      if ((await affairs.whyNotErase(tx, [applicant.id])).has(applicant.id)) return;
      await eraseApplicantInTx(tx, { accounts, letters }, applicant);
    });
  }
}
