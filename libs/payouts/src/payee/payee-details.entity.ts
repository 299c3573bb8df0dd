import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'payments', name: 'payee_details' })
@Check('payee_details_kind_known', `payee_kind in ('member', 'partner')`)
@Index('payee_details_one_current', ['cooperativeId', 'payeeKind', 'payeeId'], {
  unique: true,
  where: '(superseded_at IS NULL)',
})
export class PayeeDetailsEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'payee_details_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'payee_kind', type: 'text' })
  payeeKind!: 'member' | 'partner';

  @Column({ name: 'payee_id', type: 'uuid' })
  payeeId!: string;

  @Column({ type: 'bytea' })
  sealed!: Buffer;

  @Column({ type: 'text' })
  masked!: string;

  @Column({ name: 'usable_from', type: 'timestamptz' })
  usableFrom!: Date;

  @Column({ name: 'set_by_account_id', type: 'uuid', nullable: true })
  setByAccountId!: string | null;

  @Column({ name: 'set_at', type: 'timestamptz' })
  setAt!: Date;

  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true })
  supersededAt!: Date | null;
}
