import type { Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { memberStore } from './member.store.js';
import type { MemberRow } from './member.store.js';

/**
 * Whom a member proposes something about: somebody who was admitted once, whatever became of them
 * since, because who proposes may not know how they stand.
 *
 * @throws CodedError MEMBER_UNKNOWN
 */
export async function demandAdmitted(tx: Tx, memberId: string): Promise<void> {
  const [member] = await memberStore.among(tx, [memberId]);
  const isThere = member !== undefined && member.admittedAt !== null && member.erasedAt === null;
  if (!isThere) throw noSuchMember();
}

/** Whether nothing more is proposed about somebody. */
export async function isErased(tx: Tx, memberId: string): Promise<boolean> {
  const [member] = await memberStore.among(tx, [memberId]);
  return member === undefined || member.erasedAt !== null;
}

/** The member as they stand now. @throws CodedError MEMBER_UNKNOWN */
export async function standingNow(tx: Tx, memberId: string): Promise<MemberRow> {
  const [member] = await memberStore.findMany(tx, [memberId]);
  if (member === undefined) throw noSuchMember();
  return member;
}

function noSuchMember(): Error {
  return membershipErrors.error('MEMBER_UNKNOWN', 'There is no such member here.', {
    path: ['memberId'],
  });
}
