import { parseId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const ofMember = sql(
  'membership.hold-standing',
  `select pg_advisory_xact_lock(membership.standing_lock($1, $2))`,
);

const ofTerm = sql(
  'membership.hold-standing-by-term',
  `select pg_advisory_xact_lock(membership.standing_lock(cooperative_id, member_id))
     from membership.role_terms where cooperative_id = $1 and id = $2`,
);

const ofApplicant = sql(
  'membership.hold-standing-by-application',
  `select pg_advisory_xact_lock(membership.standing_lock(cooperative_id, member_id))
     from membership.applications where cooperative_id = $1 and id = $2`,
);

/**
 * Until the transaction ends, nothing is written in the name of this member. Asked for before
 * anything else by whoever takes a standing or an office away: what the member has under way is
 * waited for, and what comes later waits, and is then refused.
 *
 * @throws CodedError INVALID_ID
 */
export async function holdStanding(tx: Tx, memberId: string): Promise<void> {
  await tx.run(ofMember, [tx.cooperativeId, parseId(memberId, ['memberId'])]);
}

/** The same for whoever has this term of office. @throws CodedError INVALID_ID */
export async function holdStandingByTerm(tx: Tx, termId: string): Promise<void> {
  await tx.run(ofTerm, [tx.cooperativeId, parseId(termId, ['termId'])]);
}

/** The same for whoever made this application. @throws CodedError INVALID_ID */
export async function holdStandingByApplication(tx: Tx, applicationId: string): Promise<void> {
  await tx.run(ofApplicant, [tx.cooperativeId, parseId(applicationId, ['applicationId'])]);
}
