import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.js';
import type { WaitingReason } from '../source/movement.js';

@Entity({ schema: 'collections', name: 'source_rows' })
@Check('source_rows_version_check', 'version > 0')
@Check('source_rows_hash_check', `content_hash ~ '^[0-9a-f]{64}$'`)
@Check('source_rows_state_check', `state in ('new', 'taken', 'waiting', 'closed')`)
@Check(
  'source_rows_waits_check',
  `waits in ('unreadable', 'nothing-moved', 'foreign-currency', 'changed')`,
)
@Check('source_rows_taken_check', `(state = 'taken') = (line_id is not null)`)
@Check('source_rows_waiting_check', `(state in ('waiting', 'closed')) = (waits is not null)`)
@Check(
  'source_rows_closed_check',
  `(state = 'closed') = (closed_at is not null and closed_because is not null)`,
)
@Unique('source_rows_version_unique', ['cooperativeId', 'connectionId', 'externalId', 'version'])
@Unique('source_rows_content_unique', [
  'cooperativeId',
  'connectionId',
  'externalId',
  'contentHash',
])
@Index('source_rows_line_unique', ['lineId'], { unique: true, where: '(line_id IS NOT NULL)' })
@Index('source_rows_new', ['cooperativeId', 'connectionId', 'id'], {
  where: `(state = 'new'::text)`,
})
@Index('source_rows_waiting', ['cooperativeId', 'id'], { where: `(state = 'waiting'::text)` })
export class SourceRowEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'source_rows_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => ConnectionEntity, { name: 'source_rows_connection_fk' })
  @Column({ name: 'connection_id', type: 'uuid' })
  connectionId!: string;

  /** The source's own id. */
  @Column({ name: 'external_id', type: 'text' })
  externalId!: string;

  /** 1 is what the source said first; only that becomes a line by itself. */
  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'content_hash', type: 'text' })
  contentHash!: string;

  /** As it came, byte for byte. */
  @Column({ type: 'text' })
  json!: string;

  @Column({ type: 'text' })
  state!: 'new' | 'taken' | 'waiting' | 'closed';

  /** Why a person has to look at it, or had to. */
  @Column({ type: 'text', nullable: true })
  waits!: WaitingReason | null;

  @Column({ name: 'line_id', type: 'uuid', nullable: true })
  lineId!: string | null;

  @Column({ name: 'swept_at', type: 'timestamptz' })
  sweptAt!: Date;

  @Column({ name: 'closed_because', type: 'text', nullable: true })
  closedBecause!: string | null;

  @Column({ name: 'closed_by_account_id', type: 'uuid', nullable: true })
  closedByAccountId!: string | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
