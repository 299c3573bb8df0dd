import { violates } from '@rochdale/platform';
import type { ProposalAction, Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { appealKind } from './appeal.js';
import { AppealFiled } from './appeal.events.js';
import { appealStore, isKnown } from './appeal.store.js';
import type { Expulsion } from './appeal.store.js';

type Path = readonly string[];

/**
 * An expulsion of whoever acts that waits and may be appealed against, locked: nobody carries it
 * out before the transaction ends. Of every other vote it is not said what it is.
 *
 * @throws CodedError EXPULSION_UNKNOWN, APPEAL_TOO_EARLY, APPEAL_TERM_OVER, APPEAL_FILED_ALREADY
 */
export async function lockAppealable(tx: Tx, id: string, path: Path): Promise<Expulsion> {
  const expulsion = await lockOwnExpulsion(tx, id, path);
  if (undecidedStates.includes(expulsion.state) || expulsion.state === 'closed') {
    const message = 'Nothing is decided yet: say what speaks against it where you are heard.';
    throw governanceErrors.error('APPEAL_TOO_EARLY', message, { path });
  }
  if ((await appealStore.counting(tx, id)) !== null) throw filedAlready(path);
  const { state, executeAt } = expulsion;
  if (state === 'queued' && executeAt !== null && executeAt > tx.now) return expulsion;
  const message = 'There is nothing that waits any more: it was not decided, ended, or is late.';
  throw governanceErrors.error('APPEAL_TERM_OVER', message, { path });
}

/**
 * The vote to expel whoever acts, locked.
 *
 * @throws CodedError EXPULSION_UNKNOWN also of somebody else's, and of a draft
 */
export async function lockOwnExpulsion(tx: Tx, id: string, path: Path): Promise<Expulsion> {
  const expulsion = await appealStore.lock(tx, id);
  const isOwn = expulsion !== null && expulsion.memberId === tx.actor.memberId;
  if (isOwn && isKnown(expulsion)) return expulsion;
  const message = 'There is no vote to expel you with this id.';
  throw governanceErrors.error('EXPULSION_UNKNOWN', message, { path });
}

/**
 * Has a vote on an appeal hold what it is against, as it goes to the vote the first time. In the
 * caller's transaction.
 *
 * @throws CodedError EXPULSION_UNKNOWN, APPEAL_TOO_EARLY, APPEAL_TERM_OVER, APPEAL_FILED_ALREADY
 */
export async function registerAppeal(
  tx: Tx,
  { id, state, runOffOfId }: ProposalRecord,
  actions: readonly ProposalAction[],
): Promise<void> {
  const appeal = actions.find(({ kind }) => kind === appealKind);
  if (appeal === undefined || state !== 'draft' || runOffOfId !== null) return;
  const path = ['proposalId'];
  const expulsion = await lockAppealable(tx, String(appeal.payload['expulsionId']), path);
  try {
    await appealStore.insert(tx, id, expulsion.id);
  } catch (error) {
    throw violates(error, 'appeals_once') ? filedAlready(path) : error;
  }
  tx.announce(AppealFiled.of(expulsion.id, { proposalId: expulsion.id, appealId: id }));
}

function filedAlready(path: Path): Error {
  const message = 'An appeal was filed against it: one is heard once.';
  return governanceErrors.error('APPEAL_FILED_ALREADY', message, { path });
}
