import { dayOf, firstOfMonth, newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createDuesWorld,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
  pay,
} from './testing/dues-world.js';
import type { DuesWorld, MadeLine } from './testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  // The bank account may be overdrawn: what is taken back may have been paid out.
  await pay(world, { amountMinor: 5_000_00n, freeText: 'a start' });
});
afterAll(() => world.close());

/** What may happen to a member's dues. `nth` chooses among what is there. */
type Event =
  | { readonly kind: 'month' }
  | { readonly kind: 'pays' | 'credits'; readonly amountMinor: bigint; readonly nth: number }
  | { readonly kind: 'cancels' | 'undoes' | 'returns' | 'refunds' | 'fails'; readonly nth: number };

const nth = fc.nat({ max: 5 });
const amountMinor = fc.bigInt({ min: 1n, max: 25_00n });
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'month' } as const) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pays' as const), amountMinor, nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('credits' as const), amountMinor, nth }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('cancels', 'undoes', 'returns', 'refunds', 'fails'),
      nth,
    }),
  },
);

/** What is known of a member from outside: what they brought, and what they got back. */
interface Account {
  readonly actor: Actor;
  readonly memberId: string;
  claimedMinor: bigint;
  takenOffMinor: bigint;
  broughtMinor: bigint;
  refundedMinor: bigint;
  /** Lines that settled something, and what each brought. */
  readonly lines: { readonly id: string; readonly reference: string; readonly minor: bigint }[];
  readonly refunds: { readonly payoutId: string; readonly minor: bigint }[];
}

const expected = new Set(['CREDIT_SPENT', 'INVOICE_STATE', 'INVALID_CREDIT_NOTE', 'LINE_RETURNED']);

/** What the rules refuse changes nothing; anything else is a fault. @returns whether it was done */
async function done(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    (error: unknown) => {
      if (expected.has((error as { code?: string }).code ?? '')) return false;
      throw error;
    },
  );
}

async function comes(line: MadeLine): Promise<{ id: string; isBooked: boolean }> {
  const [row] = await linesOf(world, await pay(world, line));
  if (row === undefined) throw new Error('the line is there');
  return { id: row.id, isBooked: row.state === 'matched' };
}

const chosen = <One>(all: readonly One[], at: number): One | undefined => all[at % all.length];

async function isAsked(account: Account): Promise<void> {
  await world.issue.execute(world.system);
  account.claimedMinor += 10_00n;
}

async function happens(account: Account, one: Event): Promise<void> {
  const { treasurer, system } = world;
  if (one.kind === 'month') {
    // One after the other: of a month that nobody was asked for, they would be asked later.
    const next = firstOfMonth(dayOf(world.clock.now()), 1);
    world.clock.set(new Date(`${next}T09:00:00Z`));
    await isAsked(account);
    return;
  }
  const invoice = chosen(await invoicesOf(world, account.actor), one.nth);
  const line = chosen(account.lines, one.nth);
  const refund = chosen(account.refunds, one.nth);
  if (one.kind === 'pays' && invoice !== undefined) {
    const { reference } = invoice;
    const { id, isBooked } = await comes({ amountMinor: one.amountMinor, reference });
    if (!isBooked) return;
    account.broughtMinor += one.amountMinor;
    account.lines.push({ id, reference, minor: one.amountMinor });
  } else if (one.kind === 'credits' && invoice !== undefined) {
    const input = { invoiceId: invoice.id, reason: 'half of it', idempotencyKey: newId() };
    const credit = world.creditInvoice.execute(treasurer, { ...input, ...one });
    if (await done(credit)) account.takenOffMinor += one.amountMinor;
  } else if (one.kind === 'cancels' && invoice !== undefined) {
    const [before] = await world.asOwner<{ due: string }>(
      'select (amount_minor - credited_minor)::text as due from dues.invoices where id = $1',
      [invoice.id],
    );
    const input = { invoiceId: invoice.id, reason: 'a mistake' };
    if (await done(world.cancelInvoice.execute(treasurer, input))) {
      account.takenOffMinor += BigInt(before?.due ?? 0);
    }
  } else if (one.kind === 'undoes' && line !== undefined) {
    const undo = world.undo.execute(treasurer, { lineId: line.id, because: 'somebody else' });
    if (await done(undo)) forgets(account, line);
  } else if (one.kind === 'returns' && line !== undefined) {
    const back = { amountMinor: -line.minor, reversal: true, reference: line.reference };
    const { id: lineId, isBooked } = await comes(back);
    const assigned = isBooked
      ? null
      : world.assignReturn.execute(treasurer, { lineId, returnsLineId: line.id });
    if (assigned !== null && !(await done(assigned))) return;
    // Of lines that are alike it may be another one that came back: it is worth the same.
    forgets(account, line);
  } else if (one.kind === 'refunds') {
    const input = { memberId: account.memberId, currency: 'EUR' };
    const asked = world.refund.execute(treasurer, input);
    if (!(await done(asked))) return;
    const { payoutId, amountMinor: minor } = await asked;
    account.refunds.push({ payoutId, minor });
    account.refundedMinor += minor;
  } else if (one.kind === 'fails' && refund !== undefined) {
    const { payoutId } = refund;
    if (!(await done(world.cancelPayout.execute(treasurer, { payoutId })))) return;
    await world.recordRefund.execute(system, { payoutId, outcome: 'failed' });
    account.refunds.splice(account.refunds.indexOf(refund), 1);
    account.refundedMinor -= refund.minor;
  }
}

function forgets(account: Account, line: Account['lines'][number]): void {
  account.broughtMinor -= line.minor;
  account.lines.splice(account.lines.indexOf(line), 1);
}

/** What the room says of a member, in sums. */
async function sumsOf({ memberId }: Account) {
  const [sums] = await world.asOwner<Record<string, string>>(
    `select coalesce(sum(amount_minor), 0)::text as claimed,
       coalesce(sum(credited_minor), 0)::text as "takenOff",
       coalesce(sum(paid_minor), 0)::text as paid,
       (select coalesce(sum(balance_minor), 0) from dues.credits where member_id = $1)::text
         as credit,
       (select coalesce(sum(amount_minor), 0) from dues.refunds
         where member_id = $1 and state <> 'failed')::text as refunded,
       coalesce(bool_or(paid_minor < 0 or paid_minor > amount_minor - credited_minor), false)
         ::text as odd
     from dues.invoices where member_id = $1`,
    [memberId],
  );
  return sums;
}

it('whatever happens to a member’s dues, nothing of their money is lost or made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 6, maxLength: 14 }), async (events) => {
      const actor = await member(world, 10_00n);
      const memberId = actor.memberId ?? '';
      const sums = { claimedMinor: 0n, takenOffMinor: 0n, broughtMinor: 0n, refundedMinor: 0n };
      const account: Account = { actor, memberId, ...sums, lines: [], refunds: [] };
      await isAsked(account);
      for (const one of events) await happens(account, one);
      const { paid, credit, ...rest } = (await sumsOf(account)) ?? {};
      expect(rest).toEqual({
        claimed: account.claimedMinor.toString(),
        takenOff: account.takenOffMinor.toString(),
        refunded: account.refundedMinor.toString(),
        odd: 'false',
      });
      expect(BigInt(paid ?? 0) + BigInt(credit ?? 0)).toBe(
        account.broughtMinor - account.refundedMinor,
      );
      await lawsHold(world);
    }),
    { numRuns: 8 },
  );
});
