import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A member who was erased, whether a partner ever reported of them or not: announced once that
 * somebody was.
 */
@Entity({ schema: 'partners', name: 'erasure_announcements' })
@Index('erasure_announcements_by_day', ['cooperativeId', 'toldOn'])
export class ErasureAnnouncementEntity {
  @PrimaryColumn({
    name: 'member_id',
    type: 'uuid',
    primaryKeyConstraintName: 'erasure_announcements_pk',
  })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** The day on which it was known here; null where that was before days were noted. */
  @Column({ name: 'noted_on', type: 'date', nullable: true })
  notedOn!: string | null;

  /** Null until it is announced, with all others of that day. */
  @Column({ name: 'told_on', type: 'date', nullable: true })
  toldOn!: string | null;
}
