import { assert, columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CreditChanged } from '../dues.events.js';
import { CreditEntity, CreditEntryEntity } from './credit.entity.js';

/** A movement of a member's credit; negative is what goes. */
export type CreditMove = Readonly<
  Pick<CreditEntryEntity, 'memberId' | 'kind' | 'amountMinor' | 'currency'> &
    Partial<
      Pick<
        CreditEntryEntity,
        'id' | 'bankLineId' | 'returnsLineId' | 'refundId' | 'transactionId' | 'because'
      >
    >
>;

/** What a line did to somebody's credit; never zero. */
export interface CreditEffect {
  readonly memberId: string;
  readonly returnsLineId: string | null;
  readonly amountMinor: bigint;
}

const shown = ['memberId', 'currency', 'balanceMinor'] as const;

const give = sql(
  'dues.give-credit',
  `insert into dues.credits (cooperative_id, member_id, currency, balance_minor)
   values ($1, $2, $3, $4)
   on conflict (cooperative_id, member_id, currency) do update
     set balance_minor = dues.credits.balance_minor + excluded.balance_minor`,
);
const take = sql(
  'dues.take-credit',
  `update dues.credits set balance_minor = balance_minor - $4
   where cooperative_id = $1 and member_id = $2 and currency = $3 and balance_minor >= $4`,
);
const lock = sql(
  'dues.lock-credit',
  `select ${columnsOf(CreditEntity, { only: ['balanceMinor'] })} from dues.credits
   where cooperative_id = $1 and member_id = $2 and currency = $3 for update`,
);
const hold = sql(
  'dues.hold-credit',
  `insert into dues.credits (cooperative_id, member_id, currency, balance_minor)
   values ($1, $2, $3, 0)
   on conflict (cooperative_id, member_id, currency) do update
     set balance_minor = dues.credits.balance_minor
   returning ${columnsOf(CreditEntity, { only: ['balanceMinor'] })}`,
);
const unclaimed = sql(
  'dues.sum-unclaimed-credit',
  `select coalesce(-sum(amount_minor), 0)::bigint as "amountMinor" from dues.credit_entries
   where cooperative_id = $1 and member_id = $2 and currency = $3 and kind = 'unclaimed'`,
);
const ofMembers = sql(
  'dues.find-credits-of-members',
  `select ${columnsOf(CreditEntity, { only: shown })} from dues.credits
   where cooperative_id = $1 and member_id = any($2::uuid[]) and balance_minor > 0
   order by member_id, currency`,
);
// Of one moment: what is credit no more is a refund by then.
export interface CreditLeft {
  readonly memberId: string;
  readonly isUnderWay: boolean;
  /** Those that are under way. */
  readonly refundIds: readonly string[] | null;
  /** By currency, in its smallest unit: `1500 EUR`. */
  readonly leftMinor: string | null;
}

const leftOf = sql(
  'dues.find-members-with-credit-left',
  `select ${columnsOf(CreditEntity, { only: ['memberId'] })}, bool_or(is_refund) as "isUnderWay",
     array_agg(refund_id order by refund_id) filter (where is_refund) as "refundIds",
     string_agg(balance_minor || ' ' || currency, ', ' order by currency) as "leftMinor"
   from (
     select member_id, false as is_refund, null::uuid as refund_id, balance_minor, currency
     from dues.credits
     where cooperative_id = $1 and member_id = any($2::uuid[]) and balance_minor > 0
     union all
     select member_id, true, id, null, null from dues.refunds
     where cooperative_id = $1 and member_id = any($2::uuid[]) and state = 'requested') affairs
   group by member_id`,
);
const idle = sql(
  'dues.find-idle-credits',
  `select ${columnsOf(CreditEntity, { of: 'c', only: shown })}
   from dues.credits c where c.cooperative_id = $1 and c.balance_minor > 0
     and exists (select from dues.invoices i where i.cooperative_id = $1
       and i.member_id = c.member_id and i.currency = c.currency and i.state = 'open')
   order by c.member_id, c.currency`,
);
const ofErased = sql(
  'dues.find-credits-of-erased',
  `select ${columnsOf(CreditEntity, { of: 'c', only: shown })}
   from dues.credits c where c.cooperative_id = $1 and c.balance_minor > 0
     and membership.is_erased(c.cooperative_id, c.member_id)
   order by c.member_id, c.currency`,
);
// Nobody is written off while they owe, but for what came before it was so.
const owedUnclaimed = sql(
  'dues.find-unclaimed-credits-of-debtors',
  `select ${columnsOf(CreditEntryEntity, { only: ['memberId', 'currency'] })}
   from dues.credit_entries e where e.cooperative_id = $1 and e.kind = 'unclaimed'
     and exists (select from dues.invoices i where i.cooperative_id = $1
       and i.member_id = e.member_id and i.currency = e.currency and i.state = 'open')
   group by member_id, currency having sum(amount_minor) < 0 order by member_id, currency`,
);
const heldErased = sql(
  'dues.hold-erased-creditor',
  `select id from membership.erased_among($1, array[$2::uuid]) as id`,
);
const ofLine = sql(
  'dues.find-credits-of-line',
  `select ${columnsOf(CreditEntryEntity, { only: ['memberId', 'returnsLineId'] })},
     sum(amount_minor)::bigint as "amountMinor"
   from dues.credit_entries where cooperative_id = $1 and bank_line_id = $2
   group by member_id, returns_line_id having sum(amount_minor) <> 0 order by member_id`,
);

const movements = sql(
  'dues.find-credit-movements',
  `select encode(sha256(coalesce(string_agg(id::text, ' ' order by id), '')::bytea), 'hex')
     as digest
   from dues.credit_entries where cooperative_id = $1 and member_id = $2 and currency = $3`,
);

export type CreditBalance = Readonly<Pick<CreditEntity, (typeof shown)[number]>>;

/** What members have with the co-operative, and each movement of it. */
export const creditStore = {
  /** False, and nothing changed, when there is less than what is to go. */
  move: async (tx: Tx, move: CreditMove): Promise<boolean> => {
    const { memberId, kind, amountMinor, currency } = move;
    const { cooperativeId, now: recordedAt } = tx;
    const isGiven = amountMinor > 0n;
    const amount = isGiven ? amountMinor : -amountMinor;
    const params = [cooperativeId, memberId, currency, amount];
    const moved = isGiven ? await tx.run(give, params) : await tx.run(take, params);
    if (moved === 0) return false;
    assert(moved === 1, 'a member has one credit in a currency');
    const { bankLineId = null, returnsLineId = null, refundId = null, transactionId = null } = move;
    const { id = newId(), because = null } = move;
    const of = { bankLineId, returnsLineId, refundId, transactionId, because };
    const entry = { id, cooperativeId, memberId, kind, amountMinor, currency, ...of };
    await tx.repository(CreditEntryEntity).insert({ ...entry, recordedAt });
    const told = { memberId, kind, amountMinor: amountMinor.toString(), currency };
    tx.announce(CreditChanged.of(memberId, told));
    return true;
  },

  /** Of these members those with credit, or with a refund that has not ended. */
  leftOf: (tx: Tx, memberIds: readonly string[]) =>
    tx.rows<CreditLeft>(leftOf, [tx.cooperativeId, memberIds]),

  /** Locks a member's credit and says how much it is. */
  lock: async (tx: Tx, memberId: string, currency: string): Promise<bigint> => {
    const row = await tx.maybeOne<Pick<CreditBalance, 'balanceMinor'>>(lock, [
      tx.cooperativeId,
      memberId,
      currency,
    ]);
    return row?.balanceMinor ?? 0n;
  },

  /** The same, and also of who never had any: none comes or goes before the transaction ends. */
  hold: async (tx: Tx, memberId: string, currency: string): Promise<bigint> => {
    const values = [tx.cooperativeId, memberId, currency];
    return (await tx.one<Pick<CreditBalance, 'balanceMinor'>>(hold, values)).balanceMinor;
  },

  /** Of which movements a member's credit is the sum: another digest after each. */
  movements: async (tx: Tx, memberId: string, currency: string): Promise<string> =>
    (await tx.one<{ digest: string }>(movements, [tx.cooperativeId, memberId, currency])).digest,

  /** How much of a member's was taken because nobody was there to get it. */
  unclaimed: async (tx: Tx, memberId: string, currency: string): Promise<bigint> => {
    const values = [tx.cooperativeId, memberId, currency];
    return (await tx.one<{ amountMinor: bigint }>(unclaimed, values)).amountMinor;
  },

  /** Those of these members who have any. */
  ofMembers: (tx: Tx, memberIds: readonly string[]) =>
    tx.rows<CreditBalance>(ofMembers, [tx.cooperativeId, memberIds]),

  /** Of members who owe in the same currency. */
  idle: (tx: Tx) => tx.rows<CreditBalance>(idle, [tx.cooperativeId]),

  /** Of whom something was taken because nobody was there to get it, and who owe all the same. */
  owedUnclaimed: (tx: Tx) =>
    tx.rows<Pick<CreditBalance, 'memberId' | 'currency'>>(owedUnclaimed, [tx.cooperativeId]),

  /** Of who was erased. */
  ofErased: (tx: Tx) => tx.rows<CreditBalance>(ofErased, [tx.cooperativeId]),

  /** Whether a member was erased; who is not is not before the transaction ends. */
  isHeldErased: async (tx: Tx, memberId: string): Promise<boolean> =>
    (await tx.rows(heldErased, [tx.cooperativeId, memberId])).length > 0,

  /** What a line did to credits by itself. */
  ofLine: (tx: Tx, lineId: string) => tx.rows<CreditEffect>(ofLine, [tx.cooperativeId, lineId]),
};
