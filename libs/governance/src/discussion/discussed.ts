import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { requireShown } from '../proposal/proposer.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';

const seen = [
  'id',
  'state',
  'proposerMemberId',
  'isHearing',
  'noticeUntil',
  'closesAt',
  'runOffOfId',
] as const;

type Seen = Readonly<Pick<ProposalRecord, (typeof seen)[number]>>;

interface Discussed extends Seen {
  readonly secondersNeeded: number;
}

// Who writes holds up nobody's ballot, and the close waits for them.
const hold = sql(
  'governance.hold-discussed-proposal',
  `select ${columnsOf(ProposalEntity, { of: 'p', only: seen })},
     (pol.rule ->> 'secondersNeeded')::int as "secondersNeeded"
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   where p.id = $1 and p.cooperative_id = $2 for share of p`,
);

/**
 * A proposal that the actor may know of; it is not closed before their transaction ends.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown
 */
export async function holdShown(tx: Tx, id: string): Promise<Discussed> {
  const found = await tx.maybeOne<Discussed>(hold, [id, tx.cooperativeId]);
  if (found !== null) {
    requireShown(tx.actor, found, found.secondersNeeded);
    return found;
  }
  throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
    path: ['proposalId'],
  });
}

/**
 * A proposal that is discussed: others can read it, and it is not decided. A hearing is not: what
 * is said of a person lies sealed, and is said with a ballot.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN
 */
export async function holdDiscussed(tx: Tx, id: string): Promise<Discussed> {
  const found = await holdShown(tx, id);
  const { state, closesAt, isHearing, secondersNeeded } = found;
  const path = ['proposalId'];
  if (!undecidedStates.includes(state) || (closesAt !== null && closesAt <= tx.now)) {
    const message = 'It is decided, or over: what was said stands.';
    throw governanceErrors.error('DISCUSSION_CLOSED', message, { path });
  }
  if (!isHearing && (state !== 'draft' || secondersNeeded > 0)) return found;
  throw governanceErrors.error('DISCUSSION_NOT_TAKEN', 'This is not discussed here.', { path });
}
