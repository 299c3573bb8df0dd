import { newId, parseId } from '@rochdale/platform';
import type { Role, Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { lockedMember } from '../member/known-member.js';
import { membershipErrors } from '../membership.errors.js';
import { RoleAppointed, RoleEnded } from '../membership.events.js';
import { whyNotAppoint } from '../member/standing-reasons.js';
import { checkedTerm, covers, shortenedEnd } from './role-term.js';
import type { RoleOrigin, Term } from './role-term.js';
import { roleStore } from './role.store.js';
import type { RoleTermRow } from './role.store.js';

export interface Appointment extends Term {
  readonly memberId: string;
  readonly role: Role;
  readonly origin: RoleOrigin;
}

/**
 * Gives a member an office for a term, inside the caller's transaction. Overlapping terms of one
 * office are refused by Postgres itself (`role_terms_overlap_excl`).
 *
 * @throws CodedError MEMBER_UNKNOWN, ROLE_NEEDS_MEMBER, ROLE_TERM_INVALID
 */
export async function appointInTx(tx: Tx, appointment: Appointment): Promise<RoleTermRow> {
  const { memberId, role, origin } = appointment;
  const { startsAt, endsAt } = checkedTerm(appointment, tx.now);
  const member = await lockedMember(tx, memberId);
  const reason = whyNotAppoint(member.standing);
  if (reason !== null) throw reason;
  const id = newId();
  const term = await roleStore.insert(tx, { id, memberId, role, origin, startsAt, endsAt });
  tx.announce(
    RoleAppointed.of(memberId, {
      termId: id,
      memberId,
      role,
      origin,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt?.toISOString() ?? null,
    }),
  );
  return term;
}

/**
 * Puts who was elected into an office, inside the caller's transaction. What they hold of it at
 * that time ends as the new term begins, and what they would have held later does not begin.
 *
 * @throws CodedError MEMBER_UNKNOWN, ROLE_NEEDS_MEMBER, ROLE_TERM_INVALID
 */
export async function electInTx(tx: Tx, term: Omit<Appointment, 'origin'>): Promise<RoleTermRow> {
  await lockedMember(tx, term.memberId);
  for (const before of await roleStore.endFor(tx, term)) {
    announceEnd(tx, before, before.endsAt ?? term.startsAt);
  }
  return appointInTx(tx, { ...term, origin: 'elected' });
}

/**
 * Refuses when this member is the last administrator in force. It locks the co-operative first, so
 * that two administrators cannot remove each other at the same moment.
 *
 * @param path the field that names them, where one does
 * @throws CodedError LAST_ADMINISTRATOR
 */
export async function demandOtherAdministrator(
  tx: Tx,
  memberId: string,
  path: readonly string[],
): Promise<void> {
  await cooperativeStore.lock(tx);
  if (await isLastAdministrator(tx, memberId)) {
    throw membershipErrors.error(
      'LAST_ADMINISTRATOR',
      'This is the last administrator: appoint another one first.',
      { path },
    );
  }
}

/** Whether nobody but this member is administrator now. */
export async function isLastAdministrator(tx: Tx, memberId: string): Promise<boolean> {
  const administrators = await roleStore.inForce(tx, 'administrator');
  return administrators.length > 0 && administrators.every((term) => term.memberId === memberId);
}

export function announceEnd(tx: Tx, term: RoleTermRow, endsAt: Date): void {
  const { id, memberId, role } = term;
  tx.announce(RoleEnded.of(memberId, { termId: id, memberId, role, endsAt: endsAt.toISOString() }));
}

/** @throws CodedError INVALID_ID, ROLE_TERM_UNKNOWN */
export async function lockedTerm(tx: Tx, termId: string): Promise<RoleTermRow> {
  const term = await roleStore.lock(tx, parseId(termId, ['termId']));
  if (term === null) {
    throw membershipErrors.error('ROLE_TERM_UNKNOWN', 'There is no such term here.', {
      path: ['termId'],
    });
  }
  return term;
}

/**
 * Ends a locked term at `wanted`, or now where that is over.
 *
 * @throws CodedError ROLE_TERM_ENDED, LAST_ADMINISTRATOR
 */
export async function endTerm(tx: Tx, term: RoleTermRow, wanted: Date): Promise<RoleTermRow> {
  const endsAt = shortenedEnd(term, wanted < tx.now ? tx.now : wanted, tx.now);
  if (term.role === 'administrator' && covers(term, tx.now)) {
    await demandOtherAdministrator(tx, term.memberId, ['termId']);
  }
  const ended = await roleStore.end(tx, term.id, endsAt);
  announceEnd(tx, ended, endsAt);
  return ended;
}

/** Ends whatever a member holds or would hold: they no longer belong. */
export async function endTermsOf(tx: Tx, memberId: string): Promise<void> {
  for (const term of await roleStore.endAll(tx, memberId)) {
    announceEnd(tx, term, term.endsAt ?? tx.now);
  }
}
