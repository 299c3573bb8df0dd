import { randomBytes } from 'node:crypto';
import type { Tx } from '@rochdale/platform';
import type { VoteRule } from '../rule/vote-rule.js';
import { votingErrors } from '../voting.errors.js';
import { ballotBoxStore } from './ballot-box.store.js';
import type { BoxContents } from './box.js';
import { groupedMarks, openBox, poured, putIn, sealBox, together } from './box.js';
import { minimumGroupOf } from './detached.js';

/** A ballot that belongs to nobody any more. Its receipt is kept with no ballot and no voter. */
export interface DetachedBallot {
  readonly isDetached: true;
  readonly proposalId: string;
  readonly receipt: string;
}

interface OneVoter {
  readonly proposalId: string;
  readonly memberId: string;
  readonly rule: VoteRule;
}

/** @throws CodedError ELECTORATE_TOO_SMALL where so few may vote that the count would tell */
export function requireEnough(rule: VoteRule, voters: number): void {
  const least = minimumGroupOf(rule);
  if (voters >= least) return;
  const message = `A detached vote is held among ${least} or more.`;
  throw votingErrors.error('ELECTORATE_TOO_SMALL', message, { path: ['proposalId'] });
}

/**
 * Marks that the voter has voted, and puts what they voted into the box, in one transaction. It
 * announces nothing and asks for no job: both would say when.
 *
 * @throws CodedError BALLOT_STANDS where they voted already, BALLOT_BOX_UNREADABLE where the box
 *   does not open
 */
export async function castDetached(
  tx: Tx,
  { proposalId, memberId, rule }: OneVoter,
  mark: unknown,
): Promise<DetachedBallot> {
  const { held, ...box } = await ballotBoxStore.hold(tx, proposalId);
  if (!(await ballotBoxStore.markVoted(tx, proposalId, memberId))) {
    const message = 'You have voted, and your ballot lies apart from you: it stands as it is.';
    throw votingErrors.error('BALLOT_STANDS', message, { path: ['proposalId'] });
  }
  const receipt = randomBytes(32).toString('hex');
  const inbox = putIn(opened(proposalId, box.inbox), mark, receipt);
  const [stays, goes] = poured(inbox) ?? [inbox, null];
  const chest =
    goes === null
      ? box.chest
      : sealBox(proposalId, rule, together(opened(proposalId, box.chest), goes));
  await ballotBoxStore.fill(tx, proposalId, held, {
    inbox: sealBox(proposalId, rule, stays),
    chest,
  });
  return { isDetached: true, proposalId, receipt };
}

/** Whoever casts one ballot more puts it to those that are there. */
function opened(proposalId: string, sealed: Buffer | null): BoxContents {
  const contents = openBox(proposalId, sealed);
  if (contents !== null) return contents;
  const message = 'The box of this vote does not open, and takes no ballot.';
  throw votingErrors.error('BALLOT_BOX_UNREADABLE', message, { path: ['proposalId'] });
}

/**
 * Opens the box of a vote that closes now and whose row is locked: what ballots say goes on record,
 * those together that say the same, and nothing sealed is left. False, and nothing is done, where
 * it does not open, or holds another number than have voted.
 */
export async function emptyBoxOf(tx: Tx, id: string): Promise<boolean> {
  const { held, inbox, chest } = await ballotBoxStore.hold(tx, id);
  const [newest, others] = [openBox(id, inbox), openBox(id, chest)];
  if (newest === null || others === null) return false;
  const { marks, receipts } = together(newest, others);
  const voted = (await ballotBoxStore.turnouts(tx, [id])).get(id) ?? 0;
  if (marks.length !== held || held !== voted) return false;
  const groups = groupedMarks(marks);
  await ballotBoxStore.count(tx, id, held, { groups, receipts: receipts.toSorted() });
  return true;
}
