import { columnsOf, sql, violates } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { WaiverEntity } from './waiver.entity.js';

export type WaiverRow = Readonly<
  Omit<WaiverEntity, 'cooperativeId' | 'decidedByAccountId' | 'lapseToldAt'>
>;

/** So long before it lapses its member is told, who may ask a treasurer, or ask again. */
export const toldDays = 14;

/** What its member waits for an answer to. */
export type WaitingRow = Readonly<Pick<WaiverEntity, 'id' | 'fromOn' | 'untilOn' | 'lapseToldAt'>>;

/** What a member need give at most in a time. */
export type Relief = Readonly<
  Pick<WaiverEntity, 'memberId' | 'amountMinor' | 'fromOn' | 'untilOn'>
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
const grantedSince = sql(
  'dues.list-waivers-granted-since',
  `select ${columnsOf(WaiverEntity, { only: ['memberId', 'amountMinor', 'fromOn', 'untilOn'] })}
   from dues.waivers
   where cooperative_id = $1 and member_id = any($2::uuid[]) and state = 'granted'
     and until_on >= $3::date
   order by id`,
);

const membersOf = sql(
  'dues.find-members-of-waivers',
  `select distinct ${columnsOf(WaiverEntity, { only: ['memberId'] })} from dues.waivers
   where cooperative_id = $1 and id = any($2::uuid[])`,
);

const isOver = `cooperative_id = $1 and state <> 'asked' and decided_at <= $2
  and reason_sealed is not null`;
const forgettable = sql(
  'dues.list-waivers-with-old-reasons',
  `select id from dues.waivers where ${isOver} order by id`,
);
const forgetReasons = sql(
  'dues.forget-waiver-reasons',
  `update dues.waivers set reason_sealed = null where ${isOver} and id = any($3::uuid[])`,
);

// What is granted late takes off invoices that are open still, so that a time that is over may be
// decided yet. A year after it was asked, of a time that has not begun nothing can be owed.
const isLate = `cooperative_id = $1
  and (until_on < $2::date and asked_at < $3 or from_on > $4::date and asked_at < $5)`;
const ended = columnsOf(WaiverEntity, { only: ['id', 'memberId', 'state'] });
const late = sql(
  'dues.list-late-waivers',
  `select id from dues.waivers where ${isLate} and state = 'asked' and lapse_told_at <= $6
   order by id`,
);
const lateUntold = sql(
  'dues.list-late-waivers-untold',
  `select id from dues.waivers where ${isLate} and state = 'asked' and lapse_told_at is null
   order by id`,
);
const lapse = sql(
  'dues.end-late-waiver',
  `update dues.waivers set state = 'lapsed', reason_sealed = null
   where ${isLate} and state = 'asked' and lapse_told_at <= $6 and id = $7
   returning ${ended}`,
);
const tellLapse = sql(
  'dues.note-late-waiver-told',
  `update dues.waivers set lapse_told_at = $6
   where ${isLate} and state = 'asked' and lapse_told_at is null and id = $7
   returning ${ended}`,
);
type Ended = Pick<WaiverRow, 'id' | 'memberId' | 'state'>;

/** Of when it is that a waiver is late which nobody decided. */
export interface Late {
  /** What was over before a day, and was asked for before an instant. */
  readonly over: { readonly before: Day; readonly askedBefore: Date };
  /** What is to begin after one, and was asked for before an instant. */
  readonly toCome: { readonly after: Day; readonly askedBefore: Date };
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
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

  /** What was granted members of a time that reaches beyond a day. */
  grantedSince: (tx: Tx, memberIds: readonly string[], day: string) =>
    tx.rows<Relief>(grantedSince, [tx.cooperativeId, memberIds, day]),

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

  /** What waits and is late, where its member was told until an instant. */
  late: async (tx: Tx, by: Late, toldUntil: Date): Promise<string[]> =>
    idsOf(await tx.rows<Pick<WaiverRow, 'id'>>(late, [...lateOf(tx, by), toldUntil])),

  /** What waits, will be late, and whose member was not told. */
  lateUntold: async (tx: Tx, by: Late): Promise<string[]> =>
    idsOf(await tx.rows<Pick<WaiverRow, 'id'>>(lateUntold, lateOf(tx, by))),

  /** Ends it with its reason; null where it is not late any more. */
  lapse: (tx: Tx, id: string, by: Late, toldUntil: Date): Promise<Ended | null> =>
    tx.maybeOne<Ended>(lapse, [...lateOf(tx, by), toldUntil, id]),

  /** Told from now on; null where it was meanwhile. */
  tellLapse: (tx: Tx, id: string, by: Late): Promise<Ended | null> =>
    tx.maybeOne<Ended>(tellLapse, [...lateOf(tx, by), tx.now, id]),

  /** Of what was decided until then, and has its reason still. */
  forgettable: async (tx: Tx, until: Date): Promise<string[]> =>
    idsOf(await tx.rows<Pick<WaiverRow, 'id'>>(forgettable, [tx.cooperativeId, until])),

  /** Of what was decided until then: how many of these. */
  dropReasons: (tx: Tx, ids: readonly string[], until: Date): Promise<number> =>
    tx.run(forgetReasons, [tx.cooperativeId, until, ids]),

  /** Those of a member that wait for an answer. */
  waiting(tx: Tx, memberId: string): Promise<WaitingRow[]> {
    const where = { cooperativeId: tx.cooperativeId, memberId, state: 'asked' } as const;
    const select = { id: true, fromOn: true, untilOn: true, lapseToldAt: true } as const;
    return waivers(tx).find({ where, select });
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
