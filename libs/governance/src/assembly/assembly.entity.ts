import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Members come together, and decide as those who are present. */
@Entity({ schema: 'governance', name: 'assemblies' })
@Check('assemblies_title_check', 'length(title) BETWEEN 1 AND 120')
@Check('assemblies_code_hash_check', `code_hash ~ '^k1:[0-9a-f]{64}$'`)
@Check('assemblies_over_check', '(code_hash IS NULL) = (ended_at IS NOT NULL)')
@Index('assemblies_by_cooperative', ['cooperativeId', 'beganAt', 'id'])
export class AssemblyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'assemblies_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  title!: string;

  /** Of the code by which members check themselves in; gone when it is over. */
  @Column({ name: 'code_hash', type: 'text', nullable: true })
  codeHash!: string | null;

  @Column({ name: 'began_at', type: 'timestamptz' })
  beganAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** When a vote was refused last that those who are told to be there were enough for. */
  @Column({ name: 'tried_at', type: 'timestamptz', nullable: true })
  triedAt!: Date | null;
}
