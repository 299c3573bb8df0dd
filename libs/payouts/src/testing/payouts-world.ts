import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import {
  AssignBankLine,
  ExplainingAccounts,
  BankAccounts,
  BankLines,
  ChangePaymentSettings,
  MatchBankLines,
  RegisterBankAccount,
  UndoBankLineMatch,
} from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor, Config, UnitOfWork } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import {
  createStatementDesk,
  ibans,
  person,
  WrittenChart,
  WrittenOffices,
} from '../../../banking/src/testing/banking-world.js';
import '../payouts.permissions.js';
import { Payees } from '../payee/payees.js';
import { SetPayeeDetails } from '../payee/set-payee-details.js';
import { PaymentFileQueries } from '../payment-file/payment-file.queries.js';
import { PaymentFiles } from '../payment-file/payment-files.js';
import { GiveUpPaymentFile } from '../payment-file/give-up-payment-file.js';
import { WritePaymentFile } from '../payment-file/write-payment-file.js';
import { CancelPayout } from '../payout/cancel-payout.js';
import { Payouts } from '../payout/payouts.js';
import { Reservation } from '../payout/reservation.js';
import { ReleasePayouts } from '../payout/release-payouts.js';
import { Transfers } from '../payout/transfers.js';
import { allRails } from '../rail/define-rail.js';
import type { Rail } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { FollowPayouts } from '../settlement/follow-payouts.js';
import { statusReportFile } from './status-reports.js';
import type { MadeReport } from './status-reports.js';
import { AssignLineToPayoutReturn } from '../debit/assign-line-to-payout-return.js';
import { AssignLineToPayouts } from '../debit/assign-line-to-payouts.js';
import { ExplainedPayouts } from '../debit/explained-payouts.js';
import { LineUndoing } from '../debit/line-undoing.js';
import { PaymentFileDebits } from '../debit/payment-file-debits.js';
import { GivenBack } from '../settlement/given-back.js';
import { LateDebits } from '../settlement/late-debits.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { PayoutLineMatcher } from '../debit/payout-line-matcher.js';
import { GiveUpSubmission } from '../settlement/give-up-submission.js';
import { Reconciliation } from '../settlement/reconciliation.js';
import { SubmitPayout } from '../settlement/submit-payout.js';
import { TellLatePayouts } from '../settlement/tell-late-payouts.js';
import { TakeStatusReport } from '../status-report/take-status-report.js';
import { AskPaymentFileWithdrawal } from '../withdrawal/ask-payment-file-withdrawal.js';
import { WithdrawPaymentFile } from '../withdrawal/withdraw-payment-file.js';
import { PretendedRail, TestFileRail, TestProvider } from './test-rails.js';

/** What bank details are sealed with. */
export const secretOfWorld = 'a secret for tests only, long enough';

/** What treasurers say of lines that name nothing of ours. */
const wordsOnLines = (unitOfWork: UnitOfWork, lines: BankLines, booking: PayoutBooking) => ({
  assignToPayoutReturn: new AssignLineToPayoutReturn(
    unitOfWork,
    lines,
    booking,
    new WrittenChart(),
    new ExplainedPayouts(lines),
  ),
  assignToPayouts: new AssignLineToPayouts(unitOfWork, lines, booking, new ExplainedPayouts(lines)),
});

function railsOf(services: readonly object[], env: Config['env']): Rails {
  const find = <Door>(type: Type<Door>) => services.find((one) => one.constructor === type) as Door;
  // Specs of other rooms, in the same process, declare rails that this world does not have.
  const declared = [...allRails()].filter(([, { service }]) =>
    services.some((one) => one.constructor === service),
  );
  return new Rails(find, { env }, new Map(declared));
}

/** What finds payouts in lines, and opens them again. */
function matchingOf(
  ledger: Ledger,
  lines: BankLines,
  booking: PayoutBooking,
  givenBack: GivenBack,
) {
  const debits = new PaymentFileDebits(booking);
  const undoing = new LineUndoing(ledger, givenBack);
  const matcher = new PayoutLineMatcher(new ExplainedPayouts(lines), booking, debits, undoing);
  return { debits, undoing, matchers: { inOrder: () => [matcher] } };
}

/** The use cases of the room over these rails, as its module wires them. */
export function roomOf(
  world: { readonly unitOfWork: UnitOfWork },
  ledger: Ledger,
  more: readonly Rail[] = [],
  env: Config['env'] = 'test',
) {
  const { unitOfWork } = world;
  const accounts = new BankAccounts();
  const payees = new Payees();
  const strangers = new Set<string>();
  for (const kind of ['member', 'partner'] as const) {
    payees.register(kind, async (_, ids) => new Set(ids.filter((id) => !strangers.has(id))));
  }
  const lines = new BankLines();
  const explaining = new ExplainingAccounts(ledger, new WrittenChart());
  const provider = new TestProvider();
  const offices = new WrittenOffices();
  const services: readonly object[] = [
    provider,
    new TestFileRail(new PaymentFiles()),
    new PretendedRail(),
    ...more,
  ];
  const rails = railsOf(services, env);
  const transfers = new Transfers({ secret: secretOfWorld });
  const givenBack = new GivenBack();
  const late = new LateDebits(new WrittenChart(), givenBack);
  const booking = new PayoutBooking(ledger, accounts, late, offices);
  const reconciliation = new Reconciliation(unitOfWork, booking);
  const matching = matchingOf(ledger, lines, booking, givenBack);
  const { matchers } = matching;
  return {
    lines,
    ...matching,
    givenBack,
    provider,
    rails,
    offices,
    /** Ids of payees whom nobody knows here; all others are known. */
    strangers,
    askWithdrawal: new AskPaymentFileWithdrawal(unitOfWork, offices, lines),
    assign: new AssignBankLine(unitOfWork, ledger, lines, explaining),
    ...wordsOnLines(unitOfWork, lines, booking),
    cancel: new CancelPayout(unitOfWork),
    changeSettings: new ChangePaymentSettings(unitOfWork, offices),
    giveUpFile: new GiveUpPaymentFile(unitOfWork, booking),
    giveUpSubmission: new GiveUpSubmission(unitOfWork, booking),
    follow: new FollowPayouts(unitOfWork, accounts, rails, reconciliation),
    matchLines: new MatchBankLines(unitOfWork, lines, matchers),
    undoMatch: new UndoBankLineMatch(unitOfWork, ledger, lines, matchers),
    payouts: new Payouts(payees),
    reconciliation,
    release: new ReleasePayouts(
      unitOfWork,
      accounts,
      rails,
      payees,
      offices,
      new Reservation(ledger, transfers),
    ),
    setDetails: new SetPayeeDetails(unitOfWork, accounts, payees, { secret: secretOfWorld }),
    submit: new SubmitPayout(unitOfWork, accounts, rails, transfers, reconciliation),
    tellLate: new TellLatePayouts(unitOfWork, offices),
    takeReport: new TakeStatusReport(unitOfWork, booking, lines, offices, {
      files: { maxBytes: 100_000 },
    }),
    withdrawFile: new WithdrawPaymentFile(unitOfWork, booking, lines),
    writeFile: new WritePaymentFile(unitOfWork, accounts, rails, transfers, booking),
  };
}

/**
 * A co-operative with accounts on a provider's rail and on a file's, and what moves money there.
 * Adapters add their own rails to it.
 */
export async function createPayoutsWorld(
  adapters: readonly Rail[] | ((unitOfWork: UnitOfWork) => readonly Rail[]) = [],
) {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const desk = await createStatementDesk(unitOfWork);
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const more = typeof adapters === 'function' ? adapters(unitOfWork) : adapters;
  const ledger = new Ledger();
  const register = new RegisterBankAccount(unitOfWork, ledger, { env: 'test' });
  const accountOn = (rail: string, accountNumber: string, currency = 'EUR') =>
    register.execute(system, {
      holderName: 'Our co-operative',
      label: `${rail} ${accountNumber}`,
      accountNumber,
      currency,
      rail,
    });
  const onFile = await accountOn('test-file', ibans.main);
  const onProvider = await accountOn('test-provider', ibans.second);
  const account = (code: string, kind: 'income' | 'liability') =>
    unitOfWork.run(system, (tx) =>
      ledger.openAccount(tx, { code, name: code, kind, currency: 'EUR' }),
    );
  return {
    ...world,
    ...desk,
    ...roomOf(world, ledger, more),
    cooperativeId,
    system,
    treasurer: person(cooperativeId, ['treasurer']),
    member: person(cooperativeId),
    ledger,
    register,
    accountOn,
    onFile,
    onProvider,
    income: await account('donations', 'income'),
    payables: await account('payables', 'liability'),
    /** The same room as production would have it. */
    inProduction: roomOf(world, ledger, more, 'production'),
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
  changes: {
    obligationKind?: string;
    obligationId?: string;
    memo?: string;
    by?: Actor;
    destinationId?: string;
    isPrivate?: boolean;
    payeeKind?: 'member' | 'partner';
  } = {},
) {
  const {
    obligationId = newId(),
    payeeKind = 'member',
    memo = 'Hosting in January',
    by = world.system,
  } = changes;
  const { destinationId, obligationKind = 'expense', isPrivate = false } = changes;
  return world.unitOfWork.run(by, (tx) =>
    world.payouts.request(tx, {
      obligation: { kind: obligationKind, id: obligationId },
      payee: { kind: payeeKind, id: to.memberId ?? '' },
      amountMinor,
      currency: 'EUR',
      debitAccountId: world.payables.id,
      memo,
      destinationId,
      isPrivate,
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
    provider_reference: string | null;
    attempts: number;
  }>('select * from payments.payouts where id = $1', [id]);
  if (row === undefined) throw new Error('the payout is there');
  return row;
}

/** What the bank knows a payout or a payment file by; chance for one that is not there. */
export async function nameAtBank(world: PayoutsWorld, id: string): Promise<string> {
  const [row] = await world.asOwner<{ name: string }>(
    `select end_to_end_id as name from payments.payouts where id = $1
     union all select message_id from payments.payment_files where id = $1`,
    [id],
  );
  return row?.name ?? randomUUID().replaceAll('-', '');
}

/** The bank's answer to a payment file. */
export async function statusReportOn(world: PayoutsWorld, made: MadeReport): Promise<Uint8Array> {
  const names = new Map<string, string>();
  for (const id of [made.paymentFileId, ...(made.transfers ?? []).map((one) => one.payoutId)]) {
    names.set(id, await nameAtBank(world, id));
  }
  return statusReportFile(made, (id) => names.get(id) ?? id);
}

/** How often the provider carried a payout out, and how many transactions the books have of it. */
export async function paidTimes(world: PayoutsWorld, payoutId: string) {
  const [row] = await world.asOwner<{ transactions: number; held: number }>(
    `select (select count(*) from ledger.transactions x
         where x.source_id = p.obligation_id::text)::int as transactions,
       (select count(*) from ledger.holds h
         where h.source_id = p.id::text and h.state = 'open')::int as held
     from payments.payouts p where p.id = $1`,
    [payoutId],
  );
  return { executions: world.provider.executions(await nameAtBank(world, payoutId)), ...row };
}

/** What treasurers do: payouts leave this account. */
export const release = (
  world: PayoutsWorld,
  payouts: readonly { readonly id: string }[],
  from: { readonly id: string },
  by: Actor = world.treasurer,
) =>
  world.release.execute(by, {
    payoutIds: payouts.map(({ id }) => id),
    bankAccountId: from.id,
  });

/** A payout on its way to a payee of its own. */
export async function released(
  world: PayoutsWorld,
  from: { readonly id: string },
  amountMinor = 12_00n,
) {
  const payout = await requestPayout(world, await payee(world), amountMinor);
  await release(world, [payout], from);
  return payout;
}

/** Payouts of these amounts in one payment file that was written for the bank. */
export async function filedTogether(world: PayoutsWorld, amounts: readonly bigint[]) {
  const to = await payee(world);
  const payouts: { readonly id: string }[] = [];
  for (const amountMinor of amounts) payouts.push(await requestPayout(world, to, amountMinor));
  const rows = await release(world, payouts, world.onFile);
  const fileId = rows[0]?.paymentFileId ?? '';
  await world.writeFile.execute(world.system, { paymentFileId: fileId });
  return { fileId, ids: payouts.map(({ id }) => id) };
}

/** How many jobs wait to give a payout to its provider. */
export async function submissionsOf(world: PayoutsWorld, payoutId: string): Promise<number> {
  const rows = await world.asOwner(
    `select 1 from platform.jobs where name = 'payments.submit-payout'
       and payload->>'payoutId' = $1`,
    [payoutId],
  );
  return rows.length;
}

/** What a bank would get of a written payment file. */
export const fileBytes = (world: PayoutsWorld, id: string): Promise<Buffer> =>
  world.unitOfWork.read(world.treasurer, (tx) => new PaymentFileQueries().bytes(tx, id));
