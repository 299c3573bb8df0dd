import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { CellKind } from './release.js';

/** A month whose figures are out. What was recorded in it lies between its two moments. */
@Entity({ schema: 'treasury', name: 'releases' })
@Check('releases_month_check', `month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`)
@Check('releases_order_check', `starts_at < ends_at`)
export class ReleaseEntity {
  @PrimaryColumn({ name: 'cooperative_id', type: 'uuid', primaryKeyConstraintName: 'releases_pk' })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'releases_pk' })
  month!: string;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt!: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt!: Date;
}

@Entity({ schema: 'treasury', name: 'release_cells' })
@ForeignKey(() => ReleaseEntity, ['cooperativeId', 'month'], ['cooperativeId', 'month'], {
  name: 'release_cells_release_fk',
})
@ForeignKey(() => ReleaseEntity, ['cooperativeId', 'since'], ['cooperativeId', 'month'], {
  name: 'release_cells_since_fk',
})
@Check('release_cells_kind_check', `kind IN ('income', 'spending', 'fund')`)
@Check('release_cells_span_check', `since <= month`)
@Check('release_cells_codes_check', `cardinality(codes) > 0`)
export class ReleaseCellEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'release_cells_pk',
  })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'release_cells_pk' })
  month!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'release_cells_pk' })
  place!: number;

  @Column({ type: 'text' })
  since!: string;

  @Column({ type: 'text' })
  kind!: CellKind;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text', array: true })
  codes!: string[];

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;
}
