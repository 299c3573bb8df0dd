import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import type { MemberKind, MemberRow } from '../member/member.store.js';
import { whyNotApply } from '../member/standing-reasons.js';
import { MembershipApplied, StandingChanged } from '../membership.events.js';
import { moveStanding } from '../standing/move-standing.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import { applicationStore } from './application.store.js';
import type { ApplicationRow } from './application.store.js';

export interface AppliedMembership {
  readonly application: ApplicationRow;
  readonly member: MemberRow;
}

/** Who joins, and as what. */
interface Applicant {
  readonly classKey: string;
  readonly kind: MemberKind;
  readonly displayName: string;
}

/**
 * Makes the account, which the caller holds, an applicant, inside the caller's transaction.
 *
 * @throws CodedError ALREADY_A_MEMBER, APPLICATION_OPEN, MEMBER_EXPELLED
 */
export async function applyInTx(
  tx: Tx,
  accountId: string,
  { note, ...applicant }: Applicant & { readonly note: string | null },
): Promise<AppliedMembership> {
  const { classKey } = applicant;
  const member = await asApplicant(tx, accountId, applicant);
  const draft = { id: newId(), memberId: member.id, classKey, note };
  const application = await applicationStore.insert(tx, draft);
  const { id: applicationId, memberId } = application;
  tx.announce(MembershipApplied.of(applicationId, { applicationId, memberId, classKey }));
  return { application, member };
}

async function asApplicant(tx: Tx, accountId: string, applicant: Applicant): Promise<MemberRow> {
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
