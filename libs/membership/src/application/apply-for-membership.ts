import { Injectable } from '@nestjs/common';
import { newId, permit, platformErrors, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { memberClassStore } from '../member-class/member-class.store.js';
import { checkedDisplayName, checkedNote } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import type { MemberKind, MemberRow } from '../member/member.store.js';
import { membershipErrors } from '../membership.errors.js';
import { MembershipApplied, StandingChanged } from '../membership.events.js';
import { moveStanding } from '../standing/move-standing.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import { applicationStore } from './application.store.js';
import type { ApplicationRow } from './application.store.js';
import { whyNotApply } from '../member/standing-reasons.js';

export interface ApplyForMembershipInput {
  readonly classKey: string;
  readonly kind: MemberKind;
  /** What the co-operative calls the member; private to members until they choose otherwise. */
  readonly displayName: string;
  /** Private: the officers read it. */
  readonly note?: string | null;
}

export interface AppliedMembership {
  readonly application: ApplicationRow;
  readonly member: MemberRow;
}

/** A signed-in person, for themselves or for an organisation, asks to join. */
@Injectable()
export class ApplyForMembership {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError JOINING_CLOSED, MEMBER_CLASS_UNKNOWN, MEMBER_CLASS_NOT_OPEN,
   *   ALREADY_A_MEMBER, APPLICATION_OPEN, MEMBER_EXPELLED, MEMBER_NAME_INVALID, NOTE_TOO_LONG
   */
  async execute(actor: Actor, input: ApplyForMembershipInput): Promise<AppliedMembership> {
    permit(actor, 'membership.apply');
    const { classKey, kind } = input;
    const displayName = checkedDisplayName(input.displayName);
    const note = checkedNote(input.note);
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        await demandOpenClass(tx, classKey, kind);
        const member = await asApplicant(tx, { classKey, kind, displayName });
        const draft = { id: newId(), memberId: member.id, classKey, note };
        const application = await applicationStore.insert(tx, draft);
        tx.announce(
          MembershipApplied.of(application.id, {
            applicationId: application.id,
            memberId: member.id,
            classKey,
          }),
        );
        return { application, member };
      });
    } catch (error) {
      // Two applications of one account at the same moment: Postgres lets one through.
      throw violates(error, 'members_account_key') ? whyNotApply('applicant') : error;
    }
  }
}

async function demandOpenClass(tx: Tx, classKey: string, kind: MemberKind): Promise<void> {
  const [cooperative] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
  if (cooperative?.settings.joining === 'closed') {
    throw membershipErrors.error('JOINING_CLOSED', 'This co-operative takes no applications now.');
  }
  const memberClass = await memberClassStore.find(tx, classKey);
  if (memberClass === null) {
    throw membershipErrors.error('MEMBER_CLASS_UNKNOWN', 'There is no such class of members.', {
      path: ['classKey'],
    });
  }
  if (memberClass.openTo !== 'both' && memberClass.openTo !== kind) {
    throw membershipErrors.error('MEMBER_CLASS_NOT_OPEN', 'This class is not open to you.', {
      path: ['classKey'],
    });
  }
}

type Applicant = Pick<ApplyForMembershipInput, 'classKey' | 'kind' | 'displayName'>;

async function asApplicant(tx: Tx, applicant: Applicant): Promise<MemberRow> {
  const { accountId } = tx.actor;
  if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to apply.');
  const known = await memberStore.lockByAccount(tx, accountId);
  if (known === null) return newApplicant(tx, accountId, applicant);
  const reason = whyNotApply(known.standing);
  if (reason !== null) throw reason;
  await memberStore.applyAgain(tx, known.id, applicant);
  const again = { to: 'applicant', door: 'application', reason: 'applied', note: null } as const;
  return moveStanding(tx, known, again);
}

async function newApplicant(tx: Tx, accountId: string, applicant: Applicant): Promise<MemberRow> {
  const id = newId();
  const member = await memberStore.insert(tx, {
    ...applicant,
    id,
    accountId,
    standing: 'applicant',
  });
  const change = { memberId: id, from: null, to: 'applicant', reason: 'applied' } as const;
  await standingChangeStore.insert(tx, { ...change, note: null });
  tx.announce(StandingChanged.of(id, change));
  return member;
}
