import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { newId, newRandomId, permit, readsOtherwise, UnitOfWork } from '@rochdale/platform';
import { lateFrom } from '../count/late-quorum.js';
import { castDetached } from '../detached/cast-detached.js';
import type { DetachedBallot } from '../detached/cast-detached.js';
import { isDetached } from '../detached/detached.js';
import { ballotKindOf, maxMarkBytes } from '../kind/ballot-kind.js';
import { handedPaperStore } from '../paper/handed-paper.store.js';
import { paperHoursOf } from '../paper/paper.js';
import { asksNoReason, missingReason } from '../rule/reasons.js';
import { isTold } from '../rule/vote-rule.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { requireRepresenting } from '../representative/requires-representing.js';
import { extendIfLate } from './extending.js';
import { heldPlace, inTime } from './held-place.js';
import { votingErrors } from '../voting.errors.js';
import { BallotCast } from '../voting.events.js';
import { ConsiderEarlyClose } from '../voting.jobs.js';
import type { VotingPlace } from '../ballot/ballot.store.js';
import { ballotStore } from '../ballot/ballot.store.js';
import type { CastBallotFacts } from '../proof/receipt.js';
import { ballotReceipt } from '../proof/receipt.js';

export interface CastBallotInput {
  readonly proposalId: string;
  /** What the ballot says, in the shape of the vote's kind: a stance, for instance. */
  readonly mark: unknown;
  readonly reason?: string | null;
  /** The version of the text that the voter read; needed where it was amended. */
  readonly version?: number | null;
  /** The organisation whose vote it is, where whoever casts it is named by it. */
  readonly forMemberId?: string | null;
}

export interface CastBallotResult extends CastBallotFacts {
  readonly receipt: string;
  readonly supersedesId: string | null;
}

/**
 * A member votes, or votes anew: two prepared statements in one transaction. In a detached vote
 * they vote once, and nothing is kept or told of it that has a time.
 */
@Injectable()
export class CastBallot {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED, NOT_IN_ELECTORATE,
   *   BALLOT_VERSION_STALE, BALLOT_NEEDS_VERSION, BALLOT_MARK_INVALID, BALLOT_REASON_INVALID,
   *   BALLOT_REASON_NOT_TAKEN where somebody who stands is erased, or the rule takes none,
   *   BALLOT_NEEDS_REASON, DISAGREEMENT_NEEDS_REASON, PAPER_HANDED_OUT, PAPER_NEEDS_ANOTHER for
   *   an organisation whose paper came back by the caller's word, BALLOT_STANDS and
   *   BALLOT_BOX_UNREADABLE in a detached vote, REPRESENTATION_NOT_FOUND,
   *   REPRESENTATION_NOT_OFFERED in a hearing or such a vote, and what its kind refuses
   */
  async execute(actor: Actor, input: CastBallotInput): Promise<CastBallotResult | DetachedBallot> {
    permit(actor, 'ballot.cast');
    const memberId = input.forMemberId ?? actor.memberId;
    if (memberId === null) throw new Error('a member votes');
    const reason = readReason(input.reason);
    const { proposalId } = input;
    return inTime(
      () => this.#cast(actor, { ...input, memberId, reason }),
      () => this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }

  #cast(
    actor: Actor,
    input: CastBallotInput & { readonly memberId: string; readonly reason: string | null },
  ): Promise<CastBallotResult | DetachedBallot | 'late'> {
    const { proposalId, memberId, reason } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const isOwn = memberId === tx.actor.memberId;
      if (!isOwn) await requireRepresenting(tx, memberId);
      const place = await heldPlace(tx, proposalId, memberId);
      if (place === 'late') return place;
      const { rule, weight, at, isHearing } = place;
      // Of a detached vote nothing may be on record of who cast, in a hearing whoever it is about.
      if (!isOwn && (isHearing || isDetached(rule))) throw castItself();
      requireVersion(place, input.version ?? null);
      await requireNoPaper(tx, rule, { proposalId, memberId });
      const mark = readMark(rule, input.mark, reason);
      await checkReason(tx, proposalId, rule, { mark, reason });
      if (isDetached(rule)) return castDetached(tx, { proposalId, memberId, rule }, mark);
      const kind = ballotKindOf(rule);
      if (kind.follows !== undefined) {
        kind.follows(mark, await ballotStore.ownMark(tx, proposalId, memberId));
      }
      // Of a list without voters an id tells no time, and so no ballot by delegation.
      const ballotId = rule.delegation === undefined ? newId() : newRandomId();
      const ballot = { id: ballotId, proposalId, memberId, mark, weight, reason, isHearing };
      const { castAt, supersedesId } = await ballotStore.cast(tx, ballot, at);
      if (rule.earlyClose !== null || mayComeLate(place, castAt)) {
        tx.enqueue(ConsiderEarlyClose, { cooperativeId: tx.cooperativeId, proposalId });
      }
      const told = { proposalId, ballotId, memberId, supersedes: supersedesId !== null };
      tx.announce(
        isTold(rule) ? BallotCast.of(proposalId, told) : BallotCast.privately(proposalId, told),
      );
      const facts = { ballotId, proposalId, memberId, mark, weight, castAt };
      return { ...facts, receipt: ballotReceipt(facts, rule, place), supersedesId };
    });
  }
}

function castItself(): Error {
  const message = 'In a hearing, and in a detached vote, an organisation votes itself.';
  return votingErrors.error('REPRESENTATION_NOT_OFFERED', message, { path: ['forMemberId'] });
}

/** A ballot is on what its voter read. */
function requireVersion({ version, isAmended }: VotingPlace, read: number | null): void {
  const path = ['version'];
  if (read === null && isAmended) {
    const message = 'This was amended. Read what it says now, and say which version you vote on.';
    throw votingErrors.error('BALLOT_NEEDS_VERSION', message, { path, data: { version } });
  }
  if (read === null || read === version) return;
  const message = 'It says something else than what you read. Read it again, and vote on that.';
  throw votingErrors.error('BALLOT_VERSION_STALE', message, { path, data: { version } });
}

/** After the place is held: whoever handed out a paper held it as well. */
async function requireNoPaper(
  tx: Tx,
  rule: VoteRule,
  { proposalId, memberId }: { readonly proposalId: string; readonly memberId: string },
): Promise<void> {
  if (paperHoursOf(rule) === null) return;
  if (await handedPaperStore.cameBackBy(tx, proposalId, memberId, tx.actor.memberId)) {
    const message = 'You said that its paper came back: another representative casts its vote.';
    throw votingErrors.error('PAPER_NEEDS_ANOTHER', message, { path: ['forMemberId'] });
  }
  if (!(await handedPaperStore.isOnPaper(tx, proposalId, memberId))) return;
  const message =
    'You were handed a paper, and vote by it. Give it back unused, to two who say so, to vote ' +
    'here; say so if you hold none.';
  throw votingErrors.error('PAPER_HANDED_OUT', message, { path: ['proposalId'] });
}

function readReason(reason: string | null | undefined): string | null {
  const text = reason?.trim() ?? '';
  if (text.length > 5000 || readsOtherwise(text)) {
    const message = 'A reason has at most 5,000 characters.';
    throw votingErrors.error('BALLOT_REASON_INVALID', message, { path: ['reason'] });
  }
  return text === '' ? null : text;
}

/** By the rule; where somebody who stands is erased nobody has to say what is not taken. */
async function checkReason(
  tx: Tx,
  proposalId: string,
  rule: VoteRule,
  { mark, reason }: { readonly mark: unknown; readonly reason: string | null },
): Promise<void> {
  if (reason === null) {
    const missing = missingReason(rule, ballotKindOf(rule).isAgainst?.(mark) ?? false);
    if (missing !== null && !(await ballotStore.hasErasedStanding(tx, proposalId))) throw missing;
    return;
  }
  if (rule.reasons === 'none') {
    const message = 'By its policy a ballot is cast without words.';
    throw votingErrors.error('BALLOT_REASON_NOT_TAKEN', message, { path: ['reason'] });
  }
  await requireTaken(tx, proposalId);
}

/** Of who is erased what was written with ballots goes, and nothing takes what comes after. */
async function requireTaken(tx: Tx, proposalId: string): Promise<void> {
  if (!(await ballotStore.hasErasedStanding(tx, proposalId))) return;
  const message = 'Somebody who stands is erased. A ballot is cast without words from now on.';
  throw votingErrors.error('BALLOT_REASON_NOT_TAKEN', message, { path: ['reason'] });
}

function readMark(rule: VoteRule, input: unknown, reason: string | null): unknown {
  const kind = ballotKindOf(rule);
  const mark = kind.mark.safeParse(input);
  if (!mark.success || Buffer.byteLength(JSON.stringify(mark.data)) > maxMarkBytes) {
    const message = `This is not what a ballot of ${kind.name} says.`;
    throw votingErrors.error('BALLOT_MARK_INVALID', message, { path: ['mark'] });
  }
  kind.check(mark.data, { rule, reason: asksNoReason(rule) ? 'not asked for' : reason });
  return mark.data;
}

/** Whether a quorum that this ballot makes would let voting go on. */
function mayComeLate({ rule, closesAt, isExtended }: VotingPlace, castAt: Date): boolean {
  return rule.lateQuorum !== null && !isExtended && castAt >= lateFrom(rule.lateQuorum, closesAt);
}
