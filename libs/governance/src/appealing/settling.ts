import { endSuspension, erasedAmong } from '@rochdale/membership';
import { hoursLater } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { verdictOf } from '../appeal/appeal.js';
import type { AppealState } from '../appeal/appeal.js';
import { AppealAnswered, AppealDecided, AppealTermBegan } from '../appeal/appeal.events.js';
import { appealStore } from '../appeal/appeal.store.js';
import type { Expulsion } from '../appeal/appeal.store.js';
import { ProposalExpired } from '../governance.events.js';
import { ExecutePassedProposal } from '../governance.jobs.js';
import { proposalStore } from '../proposal/proposal.store.js';

type Settled = Exclude<AppealState, 'pending'>;

/**
 * Ends what an appeal that is pending holds up, if its last vote is over: what was decided goes on,
 * or not at all. Doing it twice is doing it once. In the caller's transaction.
 */
export async function settleAppeal(tx: Tx, expulsionId: string): Promise<Settled | null> {
  const expulsion = await appealStore.lock(tx, expulsionId);
  const appeal = await appealStore.counting(tx, expulsionId);
  if (expulsion === null || appeal?.state !== 'pending') return null;
  const isErased = await isGone(tx, expulsion);
  const vote = await appealStore.lastVote(tx, appeal.voteId);
  const to = verdictOf(vote.state, { isErased });
  if (to === null) return null;
  await (to === 'upheld'
    ? uphold(tx, expulsion, appeal.voteId)
    : letGoOn(tx, expulsion, appeal.voteId, to));
  return to;
}

/**
 * Ends an expulsion that waits for good: whose appeal is upheld stands where they stood before they
 * were suspended, unless another vote to expel them goes on. In the caller's transaction.
 */
export async function uphold(tx: Tx, expulsion: Expulsion, voteId: string): Promise<void> {
  const { id, state, memberId, subjectKind, subjectId } = expulsion;
  const appeal = await appealStore.counting(tx, id);
  const isGoneNow = memberId === null || (await isGone(tx, expulsion));
  const waits = !isGoneNow && (await appealStore.isToBeExpelledBesides(tx, memberId, id));
  if (appeal !== null) await appealStore.settle(tx, appeal.voteId, 'upheld', waits);
  await proposalStore.end(tx, id, state, 'expired', 'The appeal against it was upheld.');
  tx.announce(ProposalExpired.of(id, { proposalId: id, subjectKind, subjectId }));
  await tell(tx, expulsion, appeal?.voteId ?? voteId, 'upheld');
  if (isGoneNow || waits) return;
  await endSuspension(tx, memberId, tx.now);
}

/**
 * Has who is in the right stand where they stood, once no other vote to expel them goes on. Doing
 * it twice is doing it once. In the caller's transaction.
 */
export async function giveBackStanding(tx: Tx, expulsionId: string): Promise<boolean> {
  const expulsion = await appealStore.lock(tx, expulsionId);
  const appeal = await appealStore.owed(tx, expulsionId);
  if (expulsion === null || appeal === null) return false;
  const { id, memberId } = expulsion;
  const isHere = memberId !== null && !(await isGone(tx, expulsion));
  if (isHere && (await appealStore.isToBeExpelledBesides(tx, memberId, id))) return false;
  await appealStore.payReturn(tx, appeal.voteId);
  if (isHere) await endSuspension(tx, memberId, appeal.decidedAt ?? tx.now);
  return true;
}

/**
 * Tells whom the members wanted to expel before there were appeals until when they may. Doing it
 * twice is doing it once. In the caller's transaction.
 */
export async function tellLate(tx: Tx, expulsionId: string): Promise<boolean> {
  const expulsion = await appealStore.lock(tx, expulsionId);
  if (expulsion === null || !(await appealStore.untold(tx)).includes(expulsionId)) return false;
  const { memberId, executeAt } = expulsion;
  if (memberId === null || executeAt === null || (await isGone(tx, expulsion))) return false;
  const until = executeAt.toISOString();
  const term = { proposalId: expulsionId, memberId, until, isAnew: false };
  tx.announce(AppealTermBegan.of(expulsionId, term));
  return true;
}

async function letGoOn(
  tx: Tx,
  expulsion: Expulsion,
  voteId: string,
  to: Exclude<Settled, 'upheld'>,
): Promise<void> {
  const { id } = expulsion;
  await appealStore.settle(tx, voteId, to);
  const until = await newTerm(tx, expulsion, to);
  tx.enqueue(
    ExecutePassedProposal,
    { cooperativeId: tx.cooperativeId, proposalId: id },
    { key: `${id}:after:${voteId}`, runAt: until },
  );
  await tell(tx, expulsion, voteId, to, until);
}

/**
 * From when it is carried out: as before, or as long again where nobody decided. The time in which
 * it has to be runs from there, whatever time the appeal took.
 */
async function newTerm(tx: Tx, { id, executeAt, rule }: Expulsion, to: Settled): Promise<Date> {
  const timeZone = await tx.timeZone();
  const delay = to === 'void' ? (rule?.timelockHours ?? 0) : 0;
  const anew = hoursLater(tx.now, delay, timeZone);
  const until = executeAt !== null && executeAt > anew ? executeAt : anew;
  const within = rule?.executionWithinHours ?? null;
  const before = within === null ? null : hoursLater(until, within, timeZone);
  await appealStore.renewTerm(tx, id, until, before);
  return until;
}

async function isGone(tx: Tx, { memberId }: Expulsion): Promise<boolean> {
  return memberId === null || (await erasedAmong(tx, [memberId])).has(memberId);
}

async function tell(
  tx: Tx,
  expulsion: Expulsion,
  appealId: string,
  state: Settled,
  until: Date | null = null,
): Promise<void> {
  const { id: proposalId, memberId } = expulsion;
  tx.announce(AppealDecided.of(proposalId, { proposalId, appealId, state }));
  if (memberId === null || (await isGone(tx, expulsion))) return;
  if (state === 'void' && until !== null) {
    const term = { proposalId, memberId, until: until.toISOString(), isAnew: true };
    tx.announce(AppealTermBegan.of(proposalId, term));
  } else if (state !== 'withdrawn') {
    const isUpheld = state === 'upheld';
    tx.announce(AppealAnswered.of(proposalId, { proposalId, appealId, memberId, isUpheld }));
  }
}
