import type { Outcome, ProofVersion, Reading } from '@rochdale/voting';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { DecisionRule } from '../policy/decision-rule.js';
import { PolicyEntity } from '../policy/policy.entity.js';
import type { ProposalState } from './lifecycle.js';

@Entity({ schema: 'governance', name: 'proposals' })
@Unique('proposals_run_off_unique', ['runOffOfId'])
@Check(
  'proposals_state_known_check',
  `state IN ('draft', 'notice', 'open', 'extended', 'closed', 'passed', 'rejected', 'no-quorum',
    'tied', 'queued', 'executed', 'execution-failed', 'expired', 'cancelled', 'withdrawn')`,
)
@Check('proposals_title_length_check', 'length(title) BETWEEN 1 AND 200')
@Check('proposals_version_check', 'version BETWEEN 1 AND 200')
@Check('proposals_body_length_check', 'length(body) <= 50000')
@Check('proposals_subject_whole_check', '(subject_kind IS NULL) = (subject_id IS NULL)')
@Check('proposals_window_positive_check', 'window_hours > 0')
@Check('proposals_options_list_check', `jsonb_typeof(options) = 'array'`)
@Check('proposals_vote_terms_object_check', `jsonb_typeof(vote_terms) = 'object'`)
// Options are in the rule as well, which stays.
@Check('proposals_hearing_names_no_options_check', 'NOT is_hearing OR options IS NULL')
@Check(
  'proposals_sealed_is_hearing_check',
  'is_hearing OR words_sealed IS NULL AND ended_reason_sealed IS NULL',
)
@Check(
  'proposals_sealed_says_nothing_check',
  `words_sealed IS NULL OR title = 'Hearing' AND body = '' AND urgent_reason IS NULL`,
)
@Check('proposals_ending_once_check', 'ended_reason IS NULL OR ended_reason_sealed IS NULL')
@Check('proposals_visibility_known_check', `visibility IN ('public', 'members')`)
@Check('proposals_opened_whole_check', '(opened_at IS NULL) = (closes_at IS NULL)')
@Check('proposals_open_is_opened_check', 'opened_at IS NOT NULL')
@Check('proposals_closed_has_time_check', 'closed_at IS NOT NULL')
@Check('proposals_outcome_known_check', `outcome IN ('passed', 'rejected', 'no-quorum', 'tied')`)
@Check('proposals_reading_known_check', 'reading IN (1, 2)')
@Check('proposals_proof_known_check', 'proof_version IN (1, 2)')
@Check('proposals_proof_salted_check', 'proof_version = 1 OR electorate_salt IS NOT NULL')
@Check('proposals_outcome_whole_check', '(outcome IS NULL) = (outcome_reason IS NULL)')
@Check('proposals_outcome_is_state_check', 'outcome = state')
@Check(
  'proposals_told_is_whole_check',
  `(opened_at IS NULL) = (told_size IS NULL) AND (opened_at IS NULL) = (told_weight IS NULL)
    AND (opened_at IS NULL) = (told_members_weight IS NULL)
    AND told_size >= electorate_size AND told_weight >= electorate_weight
    AND told_members_weight >= active_members_weight`,
)
@Check('proposals_follows_known_check', `follows_as in ('escalation', 'ratification')`)
@Check('proposals_follows_whole_check', 'follows_as is null or run_off_of_id is not null')
@Index('proposals_one_pending_per_subject', ['cooperativeId', 'subjectKind', 'subjectId'], {
  unique: true,
  where: 'subject_id IS NOT NULL',
})
@Index('proposals_by_state', ['cooperativeId', 'state', 'createdAt', 'id'])
@Index('proposals_by_policy', ['cooperativeId', 'policyId', 'createdAt', 'id'])
@Index('proposals_public_by_policy', ['cooperativeId', 'policyId', 'createdAt', 'id'], {
  where: `((visibility = 'public'::text) AND (outcome IS NOT NULL))`,
})
@Index('proposals_public', ['cooperativeId', 'createdAt', 'id'], {
  where: `((visibility = 'public'::text) AND (outcome IS NOT NULL))`,
})
@Index('proposals_by_time', ['cooperativeId', 'createdAt', 'id'])
@Index('proposals_due', ['cooperativeId', 'state', 'closesAt', 'id'])
@Index('proposals_by_closing', ['cooperativeId', 'closesAt', 'id'], {
  where: '(closes_at IS NOT NULL)',
})
@Index('proposals_public_by_closing', ['cooperativeId', 'closesAt', 'id'], {
  where: `((closes_at IS NOT NULL) AND (visibility = 'public'::text) AND (outcome IS NOT NULL))`,
})
@Index('proposals_by_decision', ['cooperativeId', 'closedAt', 'id'], {
  where: '(outcome IS NOT NULL)',
})
@Index('proposals_hearings', ['cooperativeId'], { where: 'is_hearing' })
@Index('proposals_by_proposer', ['cooperativeId', 'proposerMemberId', 'createdAt', 'id'])
export class ProposalEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'proposals_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  body!: string;

  @Column({ name: 'proposer_member_id', type: 'uuid', nullable: true })
  proposerMemberId!: string | null;

  @Column({ name: 'subject_kind', type: 'text', nullable: true })
  subjectKind!: string | null;

  @Column({ name: 'subject_id', type: 'uuid', nullable: true })
  subjectId!: string | null;

  @ForeignKey(() => PolicyEntity, { name: 'proposals_policy_fk' })
  @Column({ name: 'policy_id', type: 'uuid' })
  policyId!: string;

  @Column({ type: 'text' })
  state!: ProposalState;

  @Column({ name: 'window_hours', type: 'integer' })
  windowHours!: number;

  @Column({ name: 'urgent_reason', type: 'text', nullable: true })
  urgentReason!: string | null;

  /** How often it was written, from 1. */
  @Column({ type: 'integer', default: 1 })
  version!: number;

  /** Since when its text is another than that on which voting opened. */
  @Column({ name: 'amended_at', type: 'timestamptz', nullable: true })
  amendedAt!: Date | null;

  /** What it is between, as its draft says; frozen in `rule` when voting opens. */
  @Column({ type: 'jsonb', nullable: true })
  options!: readonly string[] | null;

  /** What its ballot kind asks for besides, numbers and no words; frozen in `rule` as well. */
  @Column({ name: 'vote_terms', type: 'jsonb', nullable: true })
  voteTerms!: object | null;

  /** Its words lie sealed, and go ninety days after it. Follows of its actions, fixed with them. */
  @Column({ name: 'is_hearing', type: 'boolean', default: false })
  isHearing!: boolean;

  /** Title, text and why it is urgent, of a hearing. */
  @Column({ name: 'words_sealed', type: 'bytea', nullable: true })
  wordsSealed!: Buffer | null;

  @Column({ type: 'text' })
  visibility!: 'public' | 'members';

  @Column({ type: 'jsonb', nullable: true })
  rule!: DecisionRule | null;

  @Column({ name: 'rule_hash', type: 'text', nullable: true })
  ruleHash!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'notice_until', type: 'timestamptz', nullable: true })
  noticeUntil!: Date | null;

  @Column({ name: 'opened_at', type: 'timestamptz', nullable: true })
  openedAt!: Date | null;

  @Column({ name: 'closes_at', type: 'timestamptz', nullable: true })
  closesAt!: Date | null;

  @Column({ name: 'extended_from', type: 'timestamptz', nullable: true })
  extendedFrom!: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'electorate_size', type: 'integer', nullable: true })
  electorateSize!: number | null;

  @Column({ name: 'electorate_weight', type: 'bigint', nullable: true })
  electorateWeight!: bigint | null;

  @Column({ name: 'active_members_weight', type: 'bigint', nullable: true })
  activeMembersWeight!: bigint | null;

  /**
   * The same three as they are told to who may not know who pauses or is in arrears: as if nobody
   * did. Fixed with them.
   */
  @Column({ name: 'told_size', type: 'integer', nullable: true })
  toldSize!: number | null;

  @Column({ name: 'told_weight', type: 'bigint', nullable: true })
  toldWeight!: bigint | null;

  @Column({ name: 'told_members_weight', type: 'bigint', nullable: true })
  toldMembersWeight!: bigint | null;

  @Column({ name: 'electorate_hash', type: 'text', nullable: true })
  electorateHash!: string | null;

  /** In the fingerprint, and told to nobody; null for votes that opened before there was one. */
  @Column({ name: 'electorate_salt', type: 'text', nullable: true })
  electorateSalt!: string | null;

  /** How its electorate and its ballots are proved; fixed when voting opens. */
  @Column({ name: 'proof_version', type: 'integer', default: 1 })
  proofVersion!: ProofVersion;

  @Column({ name: 'lot_commitment', type: 'text', nullable: true })
  lotCommitment!: string | null;

  @Column({ name: 'lot_seed', type: 'text', nullable: true })
  lotSeed!: string | null;

  @Column({ type: 'text', nullable: true })
  outcome!: Outcome | null;

  @Column({ name: 'outcome_reason', type: 'text', nullable: true })
  outcomeReason!: string | null;

  @Column({ name: 'final_count', type: 'jsonb', nullable: true })
  finalCount!: object | null;

  /** How its rule was read when it was decided; see `Reading`. */
  @Column({ type: 'integer', default: 1 })
  reading!: Reading;

  @Column({ name: 'execute_at', type: 'timestamptz', nullable: true })
  executeAt!: Date | null;

  @Column({ name: 'execute_before', type: 'timestamptz', nullable: true })
  executeBefore!: Date | null;

  @Column({ name: 'executed_at', type: 'timestamptz', nullable: true })
  executedAt!: Date | null;

  /** The vote that this follows by itself: as its run-off, or as `followsAs` says. */
  @ForeignKey('ProposalEntity', { name: 'proposals_run_off_fk' })
  @Column({ name: 'run_off_of_id', type: 'uuid', nullable: true })
  runOffOfId!: string | null;

  /** Null for a run-off. */
  @Column({ name: 'follows_as', type: 'text', nullable: true })
  followsAs!: 'escalation' | 'ratification' | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'ended_reason', type: 'text', nullable: true })
  endedReason!: string | null;

  /** The same of a hearing. */
  @Column({ name: 'ended_reason_sealed', type: 'bytea', nullable: true })
  endedReasonSealed!: Buffer | null;
}
