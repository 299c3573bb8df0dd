import { Injectable } from '@nestjs/common';
import { workingGroups } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { VoterRoll } from '../electorate/voter-roll.js';
import { extendIfLate } from './extending.js';
import { heldPlace, inTime } from './held-place.js';
import { votingErrors } from '../voting.errors.js';
import { noKeys } from '../delegation/delegation.js';
import type { Scope } from '../delegation/delegation.js';
import type { DelegationView } from '../delegation/delegation.queries.js';
import { delegationStore } from '../delegation/delegation.store.js';
import { putInForce, refusal, requireInStanding } from './giving.js';

export interface GiveDelegationInput {
  readonly delegateId: string;
  /** For this proposal alone; where neither it nor a topic is given, for all there is. */
  readonly proposalId: string | null;
  /** For what is filed under this topic; not beside a proposal. */
  readonly topicKey?: string | null;
  /** For what belongs to this working group; beside neither of the two. */
  readonly groupKey?: string | null;
  readonly expiresAt: Date | null;
}

/** A member has another vote for them where they do not vote themselves. */
@Injectable()
export class GiveDelegation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roll: VoterRoll,
  ) {}

  /**
   * In place of what they gave of the same scope before; the same once more changes nothing.
   * It is refused where it would lead back to the giver, and says not through whom. That more have
   * somebody vote for them than count is let in, and the count sees to it.
   *
   * @throws CodedError DELEGATION_TO_ONESELF, DELEGATION_EXPIRED, DELEGATION_TOPIC_UNKNOWN,
   *   DELEGATION_GROUP_UNKNOWN, DELEGATE_NOT_FOUND of who is no
   *   member in standing, DELEGATION_CIRCLE where the other one has the giver vote on the same,
   *   directly or through others;
   *   for one proposal also PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED,
   *   NOT_IN_ELECTORATE, DELEGATION_NOT_OFFERED
   */
  async execute(actor: Actor, input: GiveDelegationInput): Promise<DelegationView> {
    permit(actor, 'delegation.give');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member delegates');
    const { delegateId, proposalId } = input;
    requireOneScope(input);
    if (delegateId === memberId) {
      throw refusal(
        'DELEGATION_TO_ONESELF',
        'Who votes themselves needs no delegate.',
        'delegateId',
      );
    }
    return inTime(
      () => this.#give(actor, memberId, input),
      () =>
        proposalId === null
          ? Promise.resolve(false)
          : this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }

  #give(
    actor: Actor,
    memberId: string,
    { delegateId, proposalId, topicKey = null, groupKey = null, expiresAt }: GiveDelegationInput,
  ): Promise<DelegationView | 'late'> {
    return this.unitOfWork.run(actor, async (tx) => {
      await requireInStanding(tx, this.roll, delegateId, 'delegateId');
      if (proposalId !== null && (await offered(tx, proposalId, memberId)) === 'late') {
        return 'late';
      }
      if (topicKey !== null && !(await delegationStore.hasTopic(tx, topicKey))) {
        const message = 'Nothing new is filed under such a topic.';
        throw votingErrors.error('DELEGATION_TOPIC_UNKNOWN', message, { path: ['topicKey'] });
      }
      if (groupKey !== null && (await workingGroups.holdOpen(tx, groupKey)) === null) {
        const message = 'There is no such working group, or it is closed.';
        throw votingErrors.error('DELEGATION_GROUP_UNKNOWN', message, { path: ['groupKey'] });
      }
      const scope = scopeOf(tx, { proposalId, topicKey, groupKey });
      const givenAt = await delegationStore.hold(tx);
      if (expiresAt !== null && expiresAt <= givenAt) {
        const message = 'It would be over before it began.';
        throw votingErrors.error('DELEGATION_EXPIRED', message, { path: ['expiresAt'] });
      }
      if (await delegationStore.leadsBack(tx, delegateId, memberId, scope, givenAt)) {
        const message = 'It would lead back to you: you vote for them on the same.';
        throw refusal('DELEGATION_CIRCLE', message, 'delegateId');
      }
      return putInForce(
        tx,
        this.roll,
        { memberId, delegateId, ...scope, expiresAt, isRecorded: false },
        givenAt,
      );
    });
  }
}

type Asked = Pick<GiveDelegationInput, 'proposalId' | 'topicKey' | 'groupKey'>;

/** @throws CodedError DELEGATION_GROUP_UNKNOWN, DELEGATION_TOPIC_UNKNOWN where two are asked for */
function requireOneScope({ proposalId, topicKey = null, groupKey = null }: Asked): void {
  if ([proposalId, topicKey, groupKey].filter((one) => one !== null).length < 2) return;
  const message = 'It is for one proposal, for a topic, or for what a working group brings.';
  if (groupKey === null) throw refusal('DELEGATION_TOPIC_UNKNOWN', message, 'topicKey');
  throw refusal('DELEGATION_GROUP_UNKNOWN', message, 'groupKey');
}

function scopeOf(tx: Tx, { proposalId, topicKey = null, groupKey = null }: Asked): Scope {
  if (proposalId !== null) return { scopeKind: 'proposal', scopeId: proposalId, ...noKeys };
  const scopeId = tx.cooperativeId;
  if (groupKey !== null) return { scopeKind: 'group', scopeId, ...noKeys, groupKey };
  if (topicKey !== null) return { scopeKind: 'topic', scopeId, ...noKeys, topicKey };
  return { scopeKind: 'all', scopeId, ...noKeys };
}

/** Who gives one holds their place, so that the vote does not close meanwhile. */
async function offered(tx: Tx, proposalId: string, memberId: string): Promise<'late' | void> {
  const place = await heldPlace(tx, proposalId, memberId);
  if (place === 'late') return place;
  if ((place.rule.delegation?.atMost ?? 0) > 0 && !place.isHearing) return undefined;
  const message = 'In this vote everybody votes for themselves.';
  throw votingErrors.error('DELEGATION_NOT_OFFERED', message, { path: ['proposalId'] });
}
