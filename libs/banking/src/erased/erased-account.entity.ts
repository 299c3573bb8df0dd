import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * An account at a bank together with the name of somebody who was erased and paid from it, by a
 * fingerprint with a key that is in no row: what comes like this later is locked when it comes.
 */
@Entity({ schema: 'payments', name: 'erased_accounts' })
export class ErasedAccountEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'erased_accounts_pk',
  })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'erased_accounts_pk' })
  fingerprint!: string;

  /** Since when no such line came. */
  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt!: Date;

  /** As long as this line is booked for somebody who is there, what comes like it is shown. */
  @Column({ name: 'shown_by_line_id', type: 'uuid', nullable: true })
  shownByLineId!: string | null;
}
