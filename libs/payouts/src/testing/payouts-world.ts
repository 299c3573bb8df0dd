import {
  AssignBankLine,
  BankAccounts,
  BankLines,
  ChangePaymentSettings,
  MatchBankLines,
  RegisterBankAccount,
} from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import { createStatementDesk, ibans, person } from '../../../banking/src/testing/banking-world.js';
import '../payouts.permissions.js';
import { SetPayeeDetails } from '../payee/set-payee-details.js';
import { WritePaymentFile } from '../payment-file/write-payment-file.js';
import { CancelPayout } from '../payout/cancel-payout.js';
import { Payouts } from '../payout/payouts.js';
import { ReleasePayouts } from '../payout/release-payouts.js';
import '../rail/rail-names.js';
import { SimulatedProvider } from '../rail/simulated-provider.js';
import { FollowPayouts } from '../settlement/follow-payouts.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { PayoutLineMatcher } from '../settlement/payout-line-matcher.js';
import { Reconciliation } from '../settlement/reconciliation.js';
import { SubmitPayout } from '../settlement/submit-payout.js';

/** A co-operative with two bank accounts, one for each rail, and what moves money in it. */
export async function createPayoutsWorld() {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const desk = await createStatementDesk(unitOfWork);
  const config = { secret: 'a secret for tests only, long enough' };
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const ledger = new Ledger();
  const register = new RegisterBankAccount(unitOfWork, ledger);
  const common = { holderName: 'Our co-operative', currency: 'EUR' } as const;
  const sepa = await register.execute(system, {
    ...common,
    label: 'Main',
    accountNumber: ibans.main,
    rail: 'sepa-file',
  });
  const simulated = await register.execute(system, {
    ...common,
    label: 'Provider',
    accountNumber: ibans.second,
    rail: 'simulated',
  });
  const account = (code: string, kind: 'income' | 'liability') =>
    unitOfWork.run(system, (tx) =>
      ledger.openAccount(tx, { code, name: code, kind, currency: 'EUR' }),
    );
  const lines = new BankLines();
  const accounts = new BankAccounts();
  const booking = new PayoutBooking(ledger, accounts);
  const reconciliation = new Reconciliation(unitOfWork, booking);
  const provider = new SimulatedProvider(unitOfWork);
  return {
    ...world,
    ...desk,
    cooperativeId,
    system,
    treasurer: person(cooperativeId, ['treasurer']),
    member: person(cooperativeId),
    ledger,
    provider,
    register,
    sepa,
    simulated,
    income: await account('donations', 'income'),
    payables: await account('payables', 'liability'),
    lines,
    payouts: new Payouts(),
    assign: new AssignBankLine(unitOfWork, ledger, lines),
    cancel: new CancelPayout(unitOfWork),
    changeSettings: new ChangePaymentSettings(unitOfWork),
    follow: new FollowPayouts(unitOfWork, provider, reconciliation),
    matchLines: new MatchBankLines(unitOfWork, lines, {
      inOrder: () => [new PayoutLineMatcher(lines, booking)],
    }),
    release: new ReleasePayouts(unitOfWork, ledger, accounts, config),
    setDetails: new SetPayeeDetails(unitOfWork, accounts, config),
    submit: new SubmitPayout(unitOfWork, provider, reconciliation),
    writeFile: new WritePaymentFile(unitOfWork, accounts, config),
    close: async () => {
      await world.close();
      await desk.remove();
    },
  };
}

export type PayoutsWorld = Awaited<ReturnType<typeof createPayoutsWorld>>;

/** Gives a bank account money in the books. */
export async function fund(world: PayoutsWorld, accountId: string, amountMinor: bigint) {
  await world.unitOfWork.run(world.system, (tx) =>
    world.ledger.post(tx, {
      idempotencyKey: newId(),
      description: 'A donation',
      source: { kind: 'test', id: newId() },
      postings: [
        { accountId, amountMinor },
        { accountId: world.income.id, amountMinor: -amountMinor },
      ],
    }),
  );
}

/** A payee whose bank details have cooled off. */
export async function payee(world: PayoutsWorld, changes: { holderName?: string } = {}) {
  const actor = person(world.cooperativeId);
  await world.setDetails.execute(actor, {
    holderName: 'Ada Adams',
    accountNumber: ibans.payee,
    ...changes,
  });
  world.clock.advance({ hours: 25 });
  return actor;
}

export function requestPayout(
  world: PayoutsWorld,
  to: Actor,
  amountMinor: bigint,
  changes: { obligationId?: string; memo?: string; by?: Actor } = {},
) {
  const { obligationId = newId(), memo = 'Hosting in January', by = world.system } = changes;
  return world.unitOfWork.run(by, (tx) =>
    world.payouts.request(tx, {
      obligation: { kind: 'expense', id: obligationId },
      payee: { kind: 'member', id: to.memberId ?? '' },
      amountMinor,
      currency: 'EUR',
      debitAccountId: world.payables.id,
      memo,
    }),
  );
}

export async function payoutRow(world: PayoutsWorld, id: string) {
  const [row] = await world.asOwner<{
    state: string;
    failure_code: string | null;
    transaction_id: string | null;
    payment_file_id: string | null;
    provider_key: string | null;
  }>('select * from payments.payouts where id = $1', [id]);
  if (row === undefined) throw new Error('the payout is there');
  return row;
}

/** How often the provider carried a payout out, and how many transactions the books have of it. */
export async function paidTimes(world: PayoutsWorld, payoutId: string) {
  const [row] = await world.asOwner<{ executions: number; transactions: number; held: number }>(
    `select coalesce((select sum(t.executions) from payments.simulated_transfers t
         where t.key = replace(p.id::text, '-', '')), 0)::int as executions,
       (select count(*) from ledger.transactions x
         where x.source_id = p.obligation_id::text)::int as transactions,
       (select count(*) from ledger.holds h
         where h.source_id = p.id::text and h.state = 'open')::int as held
     from payments.payouts p where p.id = $1`,
    [payoutId],
  );
  return row;
}
