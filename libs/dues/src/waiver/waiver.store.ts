import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export type WaiverState = 'asked' | 'granted' | 'refused' | 'withdrawn';

export interface WaiverRow {
  readonly id: string;
  readonly memberId: string;
  readonly amountMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly reasonSealed: Buffer | null;
  readonly state: WaiverState;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
}

const columns = `id, member_id as "memberId", amount_minor as "amountMinor", from_on as "fromOn",
  until_on as "untilOn", reason_sealed as "reasonSealed", state, asked_at as "askedAt",
  decided_at as "decidedAt"`;
const insert = sql(
  'dues.insert-waiver',
  `insert into dues.waivers (id, cooperative_id, member_id, amount_minor, from_on, until_on,
     reason_sealed, state, asked_at)
   values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8)
   on conflict (cooperative_id, member_id) where state = 'asked' do nothing returning ${columns}`,
);
const lock = sql(
  'dues.lock-waiver',
  `select ${columns} from dues.waivers where cooperative_id = $1 and id = $2 for update`,
);
const decide = sql(
  'dues.decide-waiver',
  `update dues.waivers set state = $3, decided_by_account_id = $4, decided_at = $5
   where cooperative_id = $1 and id = $2 and state = 'asked' returning ${columns}`,
);
const inForce = sql(
  'dues.waivers-in-force',
  `select member_id as "memberId", min(amount_minor)::bigint as "amountMinor" from dues.waivers
   where cooperative_id = $1 and member_id = any($2::uuid[]) and state = 'granted'
     and $3::date between from_on and until_on group by member_id`,
);
const list = sql(
  'dues.list-waivers',
  `select ${columns} from dues.waivers
   where cooperative_id = $1 and ($2::uuid is null or member_id = $2)
   order by asked_at desc, id limit 200`,
);

export const waiverStore = {
  /** Null when the member has asked already and waits for an answer. */
  insert: (
    tx: Tx,
    waiver: Pick<
      WaiverRow,
      'id' | 'memberId' | 'amountMinor' | 'fromOn' | 'untilOn' | 'reasonSealed'
    >,
  ) =>
    tx.maybeOne<WaiverRow>(insert, [
      waiver.id,
      tx.cooperativeId,
      waiver.memberId,
      waiver.amountMinor,
      waiver.fromOn,
      waiver.untilOn,
      waiver.reasonSealed,
      tx.now,
    ]),

  lock: (tx: Tx, id: string) => tx.maybeOne<WaiverRow>(lock, [tx.cooperativeId, id]),

  decide: (tx: Tx, id: string, state: 'granted' | 'refused') =>
    tx.maybeOne<WaiverRow>(decide, [tx.cooperativeId, id, state, tx.actor.accountId, tx.now]),

  /** What members owe at most on a day, where a waiver is in force. */
  inForce: async (
    tx: Tx,
    memberIds: readonly string[],
    onDay: string,
  ): Promise<ReadonlyMap<string, bigint>> => {
    const rows = await tx.rows<{ memberId: string; amountMinor: bigint }>(inForce, [
      tx.cooperativeId,
      memberIds,
      onDay,
    ]);
    return new Map(rows.map((row) => [row.memberId, row.amountMinor]));
  },

  list: (tx: Tx, memberId: string | null) => tx.rows<WaiverRow>(list, [tx.cooperativeId, memberId]),
};
