import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What one statement said of an entry. */
@Entity({ schema: 'payments', name: 'bank_sightings' })
@Index('bank_sightings_by_entry', ['cooperativeId', 'entryId'])
export class SightingEntity {
  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('BankStatementEntity', { name: 'bank_sightings_statement_fk' })
  @PrimaryColumn({
    name: 'statement_id',
    type: 'uuid',
    primaryKeyConstraintName: 'bank_sightings_pk',
  })
  statementId!: string;

  /** Where it stands among the entries of the statement, from 0. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'bank_sightings_pk' })
  place!: number;

  @PrimaryColumn({ name: 'entry_id', type: 'uuid', primaryKeyConstraintName: 'bank_sightings_pk' })
  entryId!: string;

  @Column({ type: 'jsonb' })
  facts!: object;
}
