import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { RepresentativeEntity } from './representative.entity.js';

const two = columnsOf(RepresentativeEntity, { only: ['organisationId', 'memberId'] });

/** Between whom it is. */
export type Representation = Readonly<Pick<RepresentativeEntity, 'organisationId' | 'memberId'>>;

const hold = sql(
  'voting.hold-representatives',
  `select pg_advisory_xact_lock(hashtextextended('voting.representatives ' || $1::text, 0))`,
);

const count = sql(
  'voting.count-representatives',
  `select count(*)::int as found from governance.representatives
   where cooperative_id = $1 and organisation_id = $2 and member_id <> $3`,
);

const insert = sql(
  'voting.insert-representative',
  `insert into governance.representatives (organisation_id, member_id, cooperative_id, named_at)
   values ($2, $3, $1, $4) on conflict do nothing`,
);

// Who casts is waited for by who ends it, and the other way round.
const held = sql(
  'voting.hold-representative',
  `select ${two} from governance.representatives
   where cooperative_id = $1 and organisation_id = $2 and member_id = $3 for share`,
);

const represented = sql(
  'voting.find-represented-among',
  `select ${two} from governance.representatives
   where cooperative_id = $1 and member_id = $2 and organisation_id = any ($3::uuid[])`,
);

const end = sql(
  'voting.remove-representative',
  `delete from governance.representatives
   where cooperative_id = $1 and organisation_id = $2 and member_id = $3`,
);

const endAll = sql(
  'voting.remove-representatives-of-member',
  `delete from governance.representatives
   where cooperative_id = $1 and $2::uuid in (organisation_id, member_id)
     and named_at <= $3::timestamptz
   returning ${two}`,
);

const forget = sql(
  'voting.forget-representatives',
  `delete from governance.representatives
   where cooperative_id = $1 and $2::uuid in (organisation_id, member_id)`,
);

/** Who may cast the vote of which organisation, in SQL. */
export const representativeStore = {
  /** How many others an organisation has named, which changes no more until the end. */
  async countOthers(tx: Tx, { organisationId, memberId }: Representation): Promise<number> {
    await tx.run(hold, [tx.cooperativeId]);
    const asked = [tx.cooperativeId, organisationId, memberId];
    return (await tx.one<{ found: number }>(count, asked)).found;
  },

  /** @returns whether they were not named before */
  insert: async (tx: Tx, { organisationId, memberId }: Representation): Promise<boolean> =>
    (await tx.run(insert, [tx.cooperativeId, organisationId, memberId, tx.now])) === 1,

  /** Whether they are named, and stay so until the transaction ends. */
  hold: async (tx: Tx, { organisationId, memberId }: Representation): Promise<boolean> =>
    (await tx.maybeOne(held, [tx.cooperativeId, organisationId, memberId])) !== null,

  /** Of these whose vote somebody may cast: their own, and of organisations that name them. */
  async castable(tx: Tx, by: string, among: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<Representation>(represented, [tx.cooperativeId, by, among]);
    return new Set([by, ...rows.map(({ organisationId }) => organisationId)]);
  },

  /** @returns whether they were named */
  end: async (tx: Tx, { organisationId, memberId }: Representation): Promise<boolean> =>
    (await tx.run(end, [tx.cooperativeId, organisationId, memberId])) === 1,

  /** Ends all of somebody, on either side, that were named by then. */
  endAll: (tx: Tx, memberId: string, namedBy: Date): Promise<Representation[]> =>
    tx.rows<Representation>(endAll, [tx.cooperativeId, memberId, namedBy]),

  forget: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId]),
};
