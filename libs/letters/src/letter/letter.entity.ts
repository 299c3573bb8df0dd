import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'notifications', name: 'letters' })
@Check('letters_state_known', `state in ('queued', 'sent', 'kept')`)
@Check('letters_sent_are_gone', `state <> 'sent' or (sealed is null and sent_at is not null)`)
@Index('letters_by_time', ['createdAt', 'id'])
export class LetterEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'letters_pk' })
  id!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'bytea', nullable: true })
  sealed!: Buffer | null;

  @Column({ type: 'text', default: 'queued' })
  state!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
