import { Entity, PrimaryColumn } from 'typeorm';

const key = { primaryKeyConstraintName: 'past_users_pk', type: 'uuid' } as const;

/** A member of whom a partner reported something that went at its term. */
@Entity({ schema: 'partners', name: 'past_users' })
export class PastUserEntity {
  @PrimaryColumn({ ...key, name: 'cooperative_id' })
  cooperativeId!: string;

  @PrimaryColumn({ ...key, name: 'member_id' })
  memberId!: string;

  @PrimaryColumn({ ...key, name: 'partner_id' })
  partnerId!: string;
}
