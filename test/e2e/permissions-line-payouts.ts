import pg from 'pg';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { Cast } from './permissions-cast.js';

interface Found {
  readonly id: string;
  readonly kept: string;
}

/** Of its account: what is on its way and is the line, or else anything on its way. */
const debited = `select p.id, 0::text as kept from payments.payouts p
  join payments.bank_lines l on l.bank_account_id = p.bank_account_id
  where l.id = $1 and p.state = 'submitted'
  order by p.amount_minor = -l.amount_minor desc, p.id limit 1`;

/** Of its account: what was settled, released before the line, and is no less than it. */
const broughtBack = `select p.id, (p.amount_minor - l.amount_minor)::text as kept
  from payments.payouts p join payments.bank_lines l on l.bank_account_id = p.bank_account_id
  where l.id = $1 and p.state = 'settled' and p.amount_minor >= l.amount_minor
    and p.released_at < l.booking_date
  order by p.amount_minor, p.id limit 1`;

async function find(cast: Cast, text: string): Promise<Found | undefined> {
  const db = new pg.Client({ connectionString: cast.env['DATABASE_URL'] });
  await db.connect();
  try {
    return (await db.query<Found>(text, [cast.plainIdOf('BankLine')])).rows[0];
  } finally {
    await db.end();
  }
}

/** What the cast's line is said to settle of payouts, such that only the line may be at fault. */
export async function payoutsOfLine(
  cast: Cast,
  name: 'assignToPayouts' | 'assignToPayoutReturn',
): Promise<Readonly<Record<string, unknown>>> {
  const common = { lineId: cast.idOf('BankLine'), because: 'the bank said so' };
  if (name === 'assignToPayouts') {
    const found = await find(cast, debited);
    const payoutIds = [found === undefined ? cast.idOf('Payout') : toGlobalId('Payout', found.id)];
    return { input: { ...common, payoutIds } };
  }
  const found = await find(cast, broughtBack);
  if (found === undefined) return {};
  const [payoutId, feeMinor] = [toGlobalId('Payout', found.id), found.kept];
  return { input: { ...common, payoutId, feeMinor } };
}
