import { Injectable } from '@nestjs/common';
import type { Actor, CodedError, Tx } from '@rochdale/platform';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { BallotCast } from '../voting.events.js';
import { ConsiderEarlyClose } from '../voting.jobs.js';
import type { Stance } from '../rule/decision-rule.js';
import type { VotingPlace } from './ballot.store.js';
import { ballotStore } from './ballot.store.js';
import type { CastBallotFacts } from './receipt.js';
import { ballotReceipt } from './receipt.js';

export interface CastBallotInput {
  readonly proposalId: string;
  readonly stance: Stance;
  readonly reason?: string | null;
}

export interface CastBallotResult extends CastBallotFacts {
  readonly receipt: string;
  readonly supersedesId: string | null;
}

/** A member votes, or votes anew: two prepared statements in one transaction. */
@Injectable()
export class CastBallot {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: CastBallotInput): Promise<CastBallotResult> {
    permit(actor, 'ballot.cast');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member votes');
    const reason = readReason(input);
    const { proposalId, stance } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const place = await takePlace(tx, proposalId, memberId, stance);
      const ballotId = newId();
      const { weight } = place;
      const ballot = { id: ballotId, proposalId, memberId, stance, weight, reason };
      const supersedesId = await ballotStore.cast(tx, ballot);
      if (place.earlyClose !== null) {
        tx.enqueue(ConsiderEarlyClose, { cooperativeId: tx.cooperativeId, proposalId });
      }
      tx.announce(
        BallotCast.of({
          subject: { kind: 'proposal', id: proposalId },
          visibility: 'members',
          data: { proposalId, ballotId, memberId, supersedes: supersedesId !== null },
        }),
      );
      const facts = { ballotId, proposalId, memberId, stance, weight, castAt: tx.now };
      return { ...facts, receipt: ballotReceipt(facts), supersedesId };
    });
  }
}

function readReason({ stance, reason }: CastBallotInput): string | null {
  const text = reason?.trim() ?? '';
  if (text.length > 5000 || text.includes('\0')) {
    const message = 'A reason has at most 5,000 characters.';
    throw votingErrors.error('BALLOT_REASON_INVALID', message, { path: ['reason'] });
  }
  if (stance === 'block' && text === '') {
    throw votingErrors.error('BLOCK_NEEDS_REASON', 'Who blocks says why.', {
      path: ['reason'],
    });
  }
  return text === '' ? null : text;
}

/** @throws CodedError PROPOSAL_NOT_FOUND, VOTING_CLOSED, NOT_IN_ELECTORATE, STANCE_NOT_OFFERED */
async function takePlace(
  tx: Tx,
  proposalId: string,
  memberId: string,
  stance: Stance,
): Promise<VotingPlace> {
  const place = await ballotStore.takePlace(tx, proposalId, memberId);
  if (place === null) throw await whyNoPlace(tx, proposalId);
  if (place.isOver || place.closesAt <= tx.now) throw votingClosed();
  if (!place.stances.includes(stance)) {
    const message = `This vote offers ${place.stances.join(', ')}.`;
    throw votingErrors.error('STANCE_NOT_OFFERED', message, { path: ['stance'] });
  }
  return place;
}

async function whyNoPlace(tx: Tx, proposalId: string): Promise<CodedError> {
  const path = ['proposalId'];
  const vote = await ballotStore.findVote(tx, proposalId);
  if (vote === null || !vote.isAnnounced) {
    return votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', { path });
  }
  if (!vote.isOpen) return votingClosed();
  const message = 'You were not in the electorate when voting opened.';
  return votingErrors.error('NOT_IN_ELECTORATE', message, { path });
}

function votingClosed(): CodedError {
  return votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', {
    path: ['proposalId'],
  });
}
