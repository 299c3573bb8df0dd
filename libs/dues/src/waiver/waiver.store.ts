import { columnsOf, sql, violates } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { WaiverEntity } from './waiver.entity.js';

export type WaiverRow = Readonly<
  Omit<WaiverEntity, 'cooperativeId' | 'decidedByAccountId' | 'lapseToldAt'>
>;

type Asked = 'id' | 'memberId' | 'amountMinor' | 'fromOn' | 'untilOn' | 'reasonSealed';

const waivers = (tx: Tx) => tx.repository(WaiverEntity);
const shown = {
  id: true,
  memberId: true,
  amountMinor: true,
  fromOn: true,
  untilOn: true,
  reasonSealed: true,
  state: true,
  askedAt: true,
  decidedAt: true,
} as const;
const inForce = sql(
  'dues.find-waivers-in-force',
  `select ${columnsOf(WaiverEntity, { only: ['memberId'] })},
     min(amount_minor)::bigint as "amountMinor" from dues.waivers
   where cooperative_id = $1 and member_id = any($2::uuid[]) and state = 'granted'
     and $3::date between from_on and until_on group by member_id`,
);

const membersOf = sql(
  'dues.find-members-of-waivers',
  `select distinct ${columnsOf(WaiverEntity, { only: ['memberId'] })} from dues.waivers
   where cooperative_id = $1 and id = any($2::uuid[])`,
);

const forgetReasons = sql(
  'dues.forget-waiver-reasons',
  `update dues.waivers set reason_sealed = null
   where cooperative_id = $1 and state <> 'asked' and decided_at <= $2
     and reason_sealed is not null`,
);

// What is granted late takes off invoices that are open still, so that a time that is over may be
// decided yet. A year after it was asked, of a time that has not begun nothing can be owed.
const isLate = `(until_on < $2::date and asked_at < $3 or from_on > $4::date and asked_at < $5)`;
const ended = columnsOf(WaiverEntity, { only: ['id', 'memberId', 'state'] });
const lapse = sql(
  'dues.end-late-waivers',
  `update dues.waivers set state = 'lapsed', reason_sealed = null
   where cooperative_id = $1 and state = 'asked' and ${isLate}
     and lapse_told_at <= $6 returning ${ended}`,
);
const tellLapse = sql(
  'dues.note-late-waivers-told',
  `update dues.waivers set lapse_told_at = $6
   where cooperative_id = $1 and state = 'asked' and ${isLate}
     and lapse_told_at is null returning ${ended}`,
);

/** Of when it is that a waiver is late which nobody decided. */
export interface Late {
  /** What was over before a day, and was asked for before an instant. */
  readonly over: { readonly before: Day; readonly askedBefore: Date };
  /** What is to begin after one, and was asked for before an instant. */
  readonly toCome: { readonly after: Day; readonly askedBefore: Date };
}

const lateOf = (tx: Tx, { over, toCome }: Late): (Date | string)[] => [
  tx.cooperativeId,
  over.before,
  over.askedBefore,
  toCome.after,
  toCome.askedBefore,
];

export const waiverStore = {
  /**
   * Null when the member has asked already and waits for an answer; the transaction can only end
   * then.
   */
  async insert(tx: Tx, asked: Pick<WaiverRow, Asked>): Promise<WaiverRow | null> {
    const waiver = { ...asked, state: 'asked', askedAt: tx.now, decidedAt: null } as const;
    try {
      await waivers(tx).insert({ ...waiver, cooperativeId: tx.cooperativeId });
      return waiver;
    } catch (error) {
      if (violates(error, 'waivers_one_asked')) return null;
      throw error;
    }
  },

  async membersOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const found = await tx.rows<{ memberId: string }>(membersOf, [tx.cooperativeId, ids]);
    return found.map(({ memberId }) => memberId);
  },

  lock(tx: Tx, id: string): Promise<WaiverRow | null> {
    const where = { cooperativeId: tx.cooperativeId, id };
    return waivers(tx).findOne({ where, select: shown, lock: { mode: 'pessimistic_write' } });
  },

  /** Null when it waits for no answer any more. */
  async decide(tx: Tx, waiver: WaiverRow, state: 'granted' | 'refused'): Promise<WaiverRow | null> {
    const asked = { cooperativeId: tx.cooperativeId, id: waiver.id, state: 'asked' } as const;
    const decision = { state, decidedAt: tx.now };
    const decidedByAccountId = tx.actor.accountId;
    const { affected } = await waivers(tx).update(asked, { ...decision, decidedByAccountId });
    return affected === 1 ? { ...waiver, ...decision } : null;
  },

  /** What its member takes back, with its reason. Null when it waits for no answer any more. */
  async withdraw(tx: Tx, waiver: WaiverRow): Promise<WaiverRow | null> {
    const asked = { cooperativeId: tx.cooperativeId, id: waiver.id, state: 'asked' } as const;
    const change = { state: 'withdrawn', reasonSealed: null } as const;
    const { affected } = await waivers(tx).update(asked, change);
    return affected === 1 ? { ...waiver, ...change } : null;
  },

  /** Ends, with its reason, what waits and is late, where its member was told until an instant. */
  lapse: (tx: Tx, late: Late, toldUntil: Date) =>
    tx.rows<Pick<WaiverRow, 'id' | 'memberId' | 'state'>>(lapse, [...lateOf(tx, late), toldUntil]),

  /** What waits, will be late, and whose member was not told: told from now on. */
  tellLapse: (tx: Tx, late: Late) =>
    tx.rows<Pick<WaiverRow, 'id' | 'memberId' | 'state'>>(tellLapse, [...lateOf(tx, late), tx.now]),

  /** Of what was decided until then: how many. */
  dropReasons: (tx: Tx, until: Date): Promise<number> =>
    tx.run(forgetReasons, [tx.cooperativeId, until]),

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

  /** Those that wait for an answer, the newest first; at most so many. */
  asked(tx: Tx, most: number): Promise<WaiverRow[]> {
    const where = { cooperativeId: tx.cooperativeId, state: 'asked' } as const;
    const order = { askedAt: 'desc', id: 'asc' } as const;
    return waivers(tx).find({ where, select: shown, order, take: most });
  },

  /** The newest 200 of a member, or of `everybody`. */
  list(tx: Tx, of: { readonly memberId: string } | 'everybody'): Promise<WaiverRow[]> {
    const ofMember = of === 'everybody' ? {} : { memberId: of.memberId };
    const where = { cooperativeId: tx.cooperativeId, ...ofMember };
    const order = { askedAt: 'desc', id: 'asc' } as const;
    return waivers(tx).find({ where, select: shown, order, take: 200 });
  },
};
