import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'rate_limits' })
@Check('rate_limits_hits_check', `hits > 0`)
@Index('rate_limits_window_idx', ['windowEndsAt'])
export class RateLimitEntity {
  @PrimaryColumn({ name: 'key_hash', type: 'text', primaryKeyConstraintName: 'rate_limits_pkey' })
  keyHash!: string;

  @Column({ type: 'integer' })
  hits!: number;

  @Column({ name: 'window_ends_at', type: 'timestamptz' })
  windowEndsAt!: Date;
}
