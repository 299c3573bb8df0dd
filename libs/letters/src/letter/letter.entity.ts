import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { LetterState } from './letter.js';

@Entity({ schema: 'notifications', name: 'letters' })
@Check('letters_state_check', `state in ('queued', 'sent', 'given-up', 'kept')`)
@Check('letters_sent_are_gone', `state <> 'sent' or (sealed is null and sent_at is not null)`)
@Check('letters_fact_check', `(fact_id is null) = (member_id is null)`)
@Unique('letters_fact_unique', ['factId', 'kind', 'memberId'])
@Index('letters_by_time', ['createdAt', 'id'])
@Index('letters_by_address', ['addressMark'], { where: `(address_mark IS NOT NULL)` })
export class LetterEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'letters_pk' })
  id!: string;

  /** Null for letters about an account, which belongs to no co-operative. */
  @Column({ name: 'cooperative_id', type: 'uuid', nullable: true })
  cooperativeId!: string | null;

  @Column({ type: 'text' })
  kind!: string;

  /** The fact that it follows. */
  @Column({ name: 'fact_id', type: 'uuid', nullable: true })
  factId!: string | null;

  /** The member whom it tells of the fact. */
  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  @Column({ type: 'bytea', nullable: true })
  sealed!: Buffer | null;

  /** Of whose address it is, by a key that the database does not have. */
  @Column({ name: 'address_mark', type: 'bytea', nullable: true })
  addressMark!: Buffer | null;

  @Column({ type: 'text', default: 'queued' })
  state!: LetterState;

  /** Since when a process talks to the mail server about it, by the machine's clock. */
  @Column({ name: 'sending_since', type: 'timestamptz', nullable: true })
  sendingSince!: Date | null;

  /** How often a process claimed it. */
  @Column({ type: 'integer', default: 0 })
  tries!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
