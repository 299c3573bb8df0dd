import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * That a pseudonym is taken, or was not long ago: by a mark that nobody reads it from, so that what
 * somebody gave up is kept nowhere and still is nobody else's.
 */
@Entity({ schema: 'membership', name: 'pseudonyms' })
@Index('pseudonyms_mark_unique', ['cooperativeId', 'mark'], { unique: true })
@Index('pseudonyms_in_use_unique', ['cooperativeId', 'memberId'], {
  unique: true,
  where: '(given_up_at IS NULL)',
})
@Check('pseudonyms_in_use_check', `(member_id is not null) or (given_up_at is not null)`)
@Index('pseudonyms_by_member', ['cooperativeId', 'memberId', 'takenAt', 'id'])
export class PseudonymEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pseudonyms_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Null where who had it is erased: nothing says whose it was. */
  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  @Column({ type: 'text' })
  mark!: string;

  @Column({ name: 'taken_at', type: 'timestamptz' })
  takenAt!: Date;

  @Column({ name: 'given_up_at', type: 'timestamptz', nullable: true })
  givenUpAt!: Date | null;
}
