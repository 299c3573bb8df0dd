import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What of a person others looked at. Reasons and notes may tell of health or belief. */
const lookedAt = [
  'invoice',
  'credit',
  'waiver',
  'waiver-reason',
  'bank-line',
  'bank-details',
  'application-note',
  'standing',
  'standing-note',
  'voucher',
  'hearing',
] as const;
export type LookedAt = (typeof lookedAt)[number];

/** That somebody looked at what is another person's. Never changed, and dropped after its term. */
@Entity({ schema: 'platform', name: 'looks' })
@Check('looks_what_check', `what in (${lookedAt.map((what) => `'${what}'`).join(', ')})`)
@Check('looks_another_check', 'by_member_id is distinct from member_id')
@Index('looks_by_member', ['cooperativeId', 'memberId', 'lookedAt', 'id'])
@Index('looks_by_time', ['cooperativeId', 'lookedAt'])
export class LookEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'looks_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Whose it is. */
  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'text' })
  what!: LookedAt;

  @Column({ name: 'by_account_id', type: 'uuid', nullable: true })
  byAccountId!: string | null;

  @Column({ name: 'by_member_id', type: 'uuid', nullable: true })
  byMemberId!: string | null;

  /** The offices that they held then. */
  @Column({ name: 'by_offices', type: 'text', array: true })
  byOffices!: string[];

  @Column({ name: 'looked_at', type: 'timestamptz' })
  lookedAt!: Date;
}
