import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, platformErrors, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { checkedDisplayName, checkedNote } from '../member/known-member.js';
import type { MemberKind } from '../member/member.store.js';
import { whyNotApply } from '../member/standing-reasons.js';
import { membershipErrors } from '../membership.errors.js';
import { demandOpenClass } from '../member-class/open-class.js';
import { applyInTx } from './applying.js';
import type { AppliedMembership } from './applying.js';

export interface ApplyForMembershipInput {
  readonly classKey: string;
  readonly kind: MemberKind;
  /** What the co-operative calls the member; private to members until they choose otherwise. */
  readonly displayName: string;
  /** Private: the officers read it. */
  readonly note?: string | null;
}

/** A signed-in person, for themselves or for an organisation, asks to join. */
@Injectable()
export class ApplyForMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
  ) {}

  /**
   * @throws CodedError JOINING_CLOSED, MEMBER_CLASS_UNKNOWN, MEMBER_CLASS_NOT_OPEN,
   *   ALREADY_A_MEMBER, APPLICATION_OPEN, MEMBER_EXPELLED, MEMBER_NAME_INVALID,
   *   MEMBER_NAME_TAKEN, NOTE_TOO_LONG,
   *   UNAUTHENTICATED where the account is erased at the same moment
   */
  async execute(actor: Actor, input: ApplyForMembershipInput): Promise<AppliedMembership> {
    permit(actor, 'membership.apply');
    const { classKey, kind } = input;
    const displayName = checkedDisplayName(input.displayName);
    const note = checkedNote(input.note);
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        await demandJoining(tx);
        await demandOpenClass(tx, { classKey, kind });
        const accountId = ownAccountId(actor);
        await this.accounts.hold(tx, accountId);
        return applyInTx(tx, accountId, { classKey, kind, displayName, note });
      });
    } catch (error) {
      // Two applications of one account at the same moment: Postgres lets one through.
      throw violates(error, 'members_account_key') ? whyNotApply('applicant') : error;
    }
  }
}

async function demandJoining(tx: Tx): Promise<void> {
  const [cooperative] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
  if (cooperative?.settings.joining === 'closed') {
    throw membershipErrors.error('JOINING_CLOSED', 'This co-operative takes no applications now.');
  }
}

function ownAccountId({ accountId }: Actor): string {
  if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to apply.');
  return accountId;
}
