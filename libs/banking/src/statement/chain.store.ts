import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankStatementEntity } from './bank-statement.entity.js';
import type { ChainLink } from './missing-statement.js';

/** More than a year of daily statements: what one look at a chain takes in. */
const linksAtOnce = 400;

const columns = ['id', 'bankAccountId', 'openingMinor', 'closingMinor', 'toDate'] as const;

/** Sound statements of one account, by their last days; what says no last day is in no chain. */
const links = (account: string, beyond: string, order: 'asc' | 'desc'): string => `
  select ${columnsOf(BankStatementEntity, { of: 's', only: columns })},
    coalesce(s.from_date, s.to_date) as "fromDate", s.lines_known > 0 as overlaps
  from payments.bank_statements s
  where s.cooperative_id = $1 and s.bank_account_id = ${account} and s.to_date ${beyond}
    and s.balanced = 'balanced' and s.opening_minor is not null and s.closing_minor is not null
  order by s.to_date ${order}, s.id ${order} limit ${linksAtOnce}`;

const around = sql(
  'banking.list-chain-links-around',
  `(${links('$2', '< $3::date', 'desc')}) union all (${links('$2', '>= $3::date', 'asc')})`,
);
const latest = sql(
  'banking.list-latest-chain-links',
  `select link.* from payments.bank_accounts a
     cross join lateral (${links('a.id', '<= $2::date', 'desc')}) link
   where a.cooperative_id = $1 order by a.id`,
);

type Link = ChainLink & { readonly bankAccountId: string };

export const chainStore = {
  /** The sound statements of one account on both sides of a day. */
  around: (tx: Tx, bankAccountId: string, day: string): Promise<Link[]> =>
    tx.rows<Link>(around, [tx.cooperativeId, bankAccountId, day]),

  /** The latest of every account that end by that day. */
  latest: (tx: Tx, until: string): Promise<Link[]> =>
    tx.rows<Link>(latest, [tx.cooperativeId, until]),
};
