import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Of which secret the database is: one row, which the service's own role has no right to. */
@Entity({ schema: 'platform', name: 'secret_marks' })
@Check('secret_marks_one_check', 'is_only')
export class SecretMarkEntity {
  @PrimaryColumn({
    name: 'is_only',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'secret_marks_pk',
  })
  isOnly!: boolean;

  /** Null where an operator said that the next start says it anew. */
  @Column({ type: 'text', nullable: true })
  fingerprint!: string | null;
}
