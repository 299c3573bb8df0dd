import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'governance', name: 'topics' })
@Check('topics_key_check', `key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 60`)
@Check('topics_title_check', 'length(title) BETWEEN 1 AND 120')
export class TopicEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'topics_pk',
  })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'topics_pk' })
  key!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Nothing new is filed under it. */
  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}
