import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const pk = { primaryKeyConstraintName: 'representatives_pk' } as const;

/** Who may cast the vote of an organisation, as long as the row is there. */
@Entity({ schema: 'governance', name: 'representatives' })
@Check('representatives_two_check', 'organisation_id <> member_id')
@Index('representatives_by_organisation', ['cooperativeId', 'organisationId'])
@Index('representatives_by_member', ['cooperativeId', 'memberId'])
export class RepresentativeEntity {
  /** Whose vote it is. */
  @PrimaryColumn({ name: 'organisation_id', type: 'uuid', ...pk })
  organisationId!: string;

  /** Who may cast it. */
  @PrimaryColumn({ name: 'member_id', type: 'uuid', ...pk })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'named_at', type: 'timestamptz' })
  namedAt!: Date;
}
