import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { presentReading } from '@rochdale/voting';
import type { Outcome, VoteOpening } from '@rochdale/voting';
import { followingOneAnother } from '../links/followed-by.js';
import { hearingWords, neutral } from '../words/hearing-words.js';
import type { HearingWords } from '../words/hearing-words.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { ProposalState } from './lifecycle.js';
import { transition } from './lifecycle.js';
import { ProposalEntity } from './proposal.entity.js';

const only = [
  'id',
  'proposerMemberId',
  'subjectKind',
  'subjectId',
  'policyId',
  'state',
  'windowHours',
  'urgentReason',
  'wordsSealed',
  'options',
  'voteTerms',
  'visibility',
  'rule',
  'ruleHash',
  'noticeUntil',
  'openedAt',
  'closesAt',
  'electorateWeight',
  'activeMembersWeight',
  'lotCommitment',
  'lotSeed',
  'executeAt',
  'executeBefore',
  'runOffOfId',
  'followsAs',
  'isHearing',
  'version',
] as const;

type KeptRow = Readonly<Pick<ProposalEntity, (typeof only)[number]>>;

/** A proposal as its use cases see it. `rule` and the sizes are there once voting has opened. */
export type ProposalRecord = Omit<KeptRow, 'wordsSealed'>;

function opened({ wordsSealed, ...rest }: KeptRow): ProposalRecord {
  const words = hearingWords.open(rest.id, wordsSealed);
  return words === null ? rest : { ...rest, urgentReason: words.urgentReason };
}

type Proposed =
  | 'id'
  | 'title'
  | 'body'
  | 'proposerMemberId'
  | 'subjectKind'
  | 'subjectId'
  | 'policyId'
  | 'windowHours'
  | 'urgentReason'
  | 'options'
  | 'voteTerms'
  | 'isHearing'
  | 'visibility';

export type NewProposal = Readonly<Pick<ProposalEntity, Proposed>>;

export interface ProposalOpening extends VoteOpening {
  readonly rule: DecisionRule;
  readonly ruleHash: string;
  readonly closesAt: Date;
}

const columns = columnsOf(ProposalEntity, { only });

const insert = sql(
  'governance.insert-proposal',
  `insert into governance.proposals (id, cooperative_id, title, body, proposer_member_id,
     subject_kind, subject_id, policy_id, state, window_hours, urgent_reason, visibility,
     created_at, options, vote_terms, is_hearing, words_sealed)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13::jsonb, $14::jsonb,
     $15, $16)`,
);

const putAgain = sql(
  'governance.insert-run-off',
  `insert into governance.proposals (id, cooperative_id, title, body, proposer_member_id,
     subject_kind, subject_id, policy_id, state, window_hours, urgent_reason, visibility,
     created_at, run_off_of_id, is_hearing, words_sealed)
   select $1, cooperative_id, case when is_hearing then '${neutral.title}' else title end,
     case when is_hearing then '' else body end, proposer_member_id, subject_kind, subject_id,
     policy_id, 'draft', window_hours, case when not is_hearing then urgent_reason end, visibility,
     $3, id, is_hearing, $5
   from governance.proposals where id = $2 and cooperative_id = $4 and state = 'tied'`,
);

// A vote and those that follow it say the same, word by word.
const lockAlike = sql(
  'governance.lock-proposals-of-the-same-words',
  `select id, visibility from governance.proposals where cooperative_id = $2 and id in (
     ${followingOneAnother})
   order by id for update`,
);

const one = `select ${columns} from governance.proposals where id = $1 and cooperative_id = $2`;
const lock = sql('governance.lock-proposal', `${one} for update`);
const hold = sql('governance.hold-proposal', `${one} for share`);

const findUndecided = sql(
  'governance.find-undecided-proposal-of-subject',
  `select id from governance.proposals where subject_kind = $1 and subject_id = $2
     and cooperative_id = $3 and state in ('draft', 'notice', 'open', 'extended')`,
);

const setState = sql(
  'governance.set-proposal-state',
  `update governance.proposals set state = $3 where id = $1 and state = $2
     and cooperative_id = $4`,
);

const announce = sql(
  'governance.announce-proposal',
  `update governance.proposals set state = 'notice', notice_until = $2
   where id = $1 and state = 'draft'
     and cooperative_id = $3`,
);

const open = sql(
  'governance.open-proposal',
  `update governance.proposals set state = 'open', opened_at = $3, closes_at = $4,
     rule = $5::jsonb, rule_hash = $6, electorate_size = $7, electorate_weight = $8,
     active_members_weight = $9, electorate_hash = $10, lot_seed = $11, lot_commitment = $12,
     electorate_salt = $14, told_size = $15, told_weight = $16, told_members_weight = $17,
     proof_version = $18
   where id = $1 and state = $2
     and cooperative_id = $13`,
);

const withhold = sql(
  'governance.set-proposal-visibility',
  `update governance.proposals set visibility = 'members' where id = $1 and cooperative_id = $2
     and visibility = 'public'`,
);

const close = sql(
  'governance.close-proposal',
  `update governance.proposals set state = 'closed', closed_at = $3
   where id = $1 and state = $2
     and cooperative_id = $4`,
);

const decide = sql(
  'governance.decide-proposal',
  `update governance.proposals set state = $2, outcome = $2, outcome_reason = $3,
     final_count = $4::jsonb, reading = $6
   where id = $1 and state = 'closed'
     and cooperative_id = $5`,
);

const queue = sql(
  'governance.queue-proposal',
  `update governance.proposals set state = 'queued', execute_at = $2, execute_before = $3
   where id = $1 and state = 'passed'
     and cooperative_id = $4`,
);

const end = sql(
  'governance.end-proposal',
  `update governance.proposals set state = $3::text, ended_at = $4::timestamptz,
     ended_reason = case when not is_hearing then $5::text end,
     ended_reason_sealed = case when is_hearing then $7::bytea end,
     executed_at = case when $3::text = 'executed' then $4::timestamptz end
   where id = $1 and state = $2
     and cooperative_id = $6`,
);

/** Proposals in SQL. Changes of state go through `transition` first, and the trigger after. */
export const proposalStore = {
  async insert(tx: Tx, proposal: NewProposal): Promise<void> {
    const plain = proposal.isHearing ? neutral : proposal;
    await tx.run(insert, [
      proposal.id,
      tx.cooperativeId,
      plain.title,
      plain.body,
      proposal.proposerMemberId,
      proposal.subjectKind,
      proposal.subjectId,
      proposal.policyId,
      proposal.windowHours,
      plain.urgentReason,
      proposal.visibility,
      tx.now,
      proposal.options === null ? null : JSON.stringify(proposal.options),
      proposal.voteTerms === null ? null : JSON.stringify(proposal.voteTerms),
      proposal.isHearing,
      proposal.isHearing ? hearingWords.seal(proposal.id, proposal) : null,
    ]);
  },

  /**
   * The same question once more, word by word: a vote that ended tied has one run-off. What was
   * said in a hearing is sealed anew.
   */
  putAgain(tx: Tx, id: string, tiedId: string, heard: HearingWords | null): Promise<void> {
    const sealed = heard === null ? null : hearingWords.seal(id, heard);
    return tx.change(putAgain, [id, tiedId, tx.now, tx.cooperativeId, sealed]);
  },

  /** Waits for everybody who is casting, and lets nobody cast until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<ProposalRecord | null> {
    const row = await tx.maybeOne<KeptRow>(lock, [id, tx.cooperativeId]);
    return row === null ? null : opened(row);
  },

  /** It is not closed before the transaction ends; who casts goes on. */
  async hold(tx: Tx, id: string): Promise<ProposalRecord | null> {
    const row = await tx.maybeOne<KeptRow>(hold, [id, tx.cooperativeId]);
    return row === null ? null : opened(row);
  },

  /** A vote with all that it follows, and that follow it; the earlier ones first. */
  lockAlike(tx: Tx, id: string): Promise<Pick<ProposalEntity, 'id' | 'visibility'>[]> {
    return tx.rows(lockAlike, [id, tx.cooperativeId]);
  },

  /** The one vote on a subject that may still be stopped, if there is one; it is not locked. */
  async undecidedOf(tx: Tx, kind: string, id: string): Promise<string | null> {
    const found = await tx.maybeOne<{ id: string }>(findUndecided, [kind, id, tx.cooperativeId]);
    return found?.id ?? null;
  },

  move(tx: Tx, id: string, from: ProposalState, to: ProposalState): Promise<void> {
    return tx.change(setState, [id, from, transition(from, to), tx.cooperativeId]);
  },

  announce(tx: Tx, id: string, from: ProposalState, noticeUntil: Date): Promise<void> {
    transition(from, 'notice');
    return tx.change(announce, [id, noticeUntil, tx.cooperativeId]);
  },

  async open(tx: Tx, id: string, from: ProposalState, opening: ProposalOpening): Promise<void> {
    transition(from, 'open');
    const { voters, weight, activeMembersWeight, told } = opening.electorate;
    await tx.change(open, [
      id,
      from,
      tx.now,
      opening.closesAt,
      JSON.stringify(opening.rule),
      opening.ruleHash,
      voters.length,
      weight,
      activeMembersWeight,
      opening.electorateHash,
      opening.lotSeed,
      opening.lotCommitment,
      tx.cooperativeId,
      opening.electorateSalt,
      told.voters,
      told.weight,
      told.activeMembersWeight,
      opening.proofVersion,
    ]);
  },

  /** From strangers, in whichever state it is. */
  withhold: (tx: Tx, id: string): Promise<void> => tx.change(withhold, [id, tx.cooperativeId]),

  close(tx: Tx, id: string, from: ProposalState, closedAt: Date): Promise<void> {
    transition(from, 'closed');
    return tx.change(close, [id, from, closedAt, tx.cooperativeId]);
  },

  decide(tx: Tx, id: string, outcome: Outcome, reason: string, count: string): Promise<void> {
    transition('closed', outcome);
    const params = [id, outcome, reason, count, tx.cooperativeId, presentReading];
    return tx.change(decide, params);
  },

  queue(tx: Tx, id: string, executeAt: Date, executeBefore: Date | null): Promise<void> {
    transition('passed', 'queued');
    return tx.change(queue, [id, executeAt, executeBefore, tx.cooperativeId]);
  },

  end(
    tx: Tx,
    id: string,
    from: ProposalState,
    to: 'executed' | 'expired' | 'cancelled' | 'withdrawn',
    reason: string | null,
  ): Promise<void> {
    transition(from, to);
    const sealed = hearingWords.sealEnding(id, reason);
    return tx.change(end, [id, from, to, tx.now, reason, tx.cooperativeId, sealed]);
  },
};
