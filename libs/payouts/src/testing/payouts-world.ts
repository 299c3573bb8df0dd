import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '@rochdale/ledger';
import { LocalFileStore, newId, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import '../payments.permissions.js';
import { ChangePaymentSettings } from '../bank-account/change-payment-settings.js';
import { RegisterBankAccount } from '../bank-account/register-bank-account.js';
import { SetPayeeDetails } from '../payee/set-payee-details.js';
import { CancelPayout } from '../payout/cancel-payout.js';
import { FollowPayouts } from '../payout/follow-payouts.js';
import { MatchPayoutLines } from '../payout/match-payout-lines.js';
import { Payouts } from '../payout/payouts.js';
import { ReleasePayouts } from '../payout/release-payouts.js';
import { SubmitPayout } from '../payout/submit-payout.js';
import { SimulatedProvider } from '../rail/simulated-provider.js';
import { WritePaymentFile } from '../rail/write-payment-file.js';
import { AssignBankLine } from '../statement/assign-bank-line.js';
import { BankLines } from '../statement/bank-lines.js';
import { ImportBankStatement } from '../statement/import-bank-statement.js';
import { ReadStatementFile } from '../statement/read-statement-file.js';
import { camtFile } from './camt.js';
import type { MadeEntry } from './camt.js';

export function person(cooperativeId: string, roles: readonly Role[] = []): Actor {
  return {
    kind: 'account',
    cooperativeId,
    accountId: newId(),
    memberId: newId(),
    partnerId: null,
    standing: 'active',
    roles: new Set(roles),
    scopes: 'all',
    via: 'session',
    requestId: 'test',
  };
}

export const ibans = {
  sepa: 'DE89370400440532013000',
  simulated: 'NL91ABNA0417164300',
  payee: 'FR1420041010050500013M02606',
  payer: 'GB29NWBK60161331926819',
} as const;

/** A co-operative with two bank accounts, one for each rail, and what moves money in it. */
export async function createPaymentsWorld() {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-payments-'));
  const files = new LocalFileStore(folder);
  const config = { secret: 'a secret for tests only, long enough', files: { maxBytes: 100_000 } };
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const treasurer = person(cooperativeId, ['treasurer']);
  const member = person(cooperativeId);
  const ledger = new Ledger();
  const provider = new SimulatedProvider(unitOfWork);
  const register = new RegisterBankAccount(unitOfWork, ledger);
  const common = { holderName: 'Our co-operative', currency: 'EUR' } as const;
  const sepa = await register.execute(system, {
    ...common,
    label: 'Main',
    accountNumber: ibans.sepa,
    rail: 'sepa-file',
  });
  const simulated = await register.execute(system, {
    ...common,
    label: 'Provider',
    accountNumber: ibans.simulated,
    rail: 'simulated',
  });
  const account = (code: string, kind: 'income' | 'liability') =>
    unitOfWork.run(system, (tx) =>
      ledger.openAccount(tx, { code, name: code, kind, currency: 'EUR' }),
    );
  const income = await account('donations', 'income');
  const payables = await account('payables', 'liability');
  const lines = new BankLines();
  return {
    ...world,
    config,
    files,
    folder,
    cooperativeId,
    system,
    treasurer,
    member,
    ledger,
    provider,
    register,
    sepa,
    simulated,
    income,
    payables,
    lines,
    payouts: new Payouts(),
    assign: new AssignBankLine(unitOfWork, ledger, lines),
    cancel: new CancelPayout(unitOfWork),
    changeSettings: new ChangePaymentSettings(unitOfWork),
    follow: new FollowPayouts(unitOfWork, ledger, provider),
    importFile: new ImportBankStatement(unitOfWork, files, config),
    matchLines: new MatchPayoutLines(unitOfWork, ledger, lines),
    readFile: new ReadStatementFile(unitOfWork, files),
    release: new ReleasePayouts(unitOfWork, ledger, config),
    setDetails: new SetPayeeDetails(unitOfWork, config),
    submit: new SubmitPayout(unitOfWork, ledger, provider),
    writeFile: new WritePaymentFile(unitOfWork, config),
    close: async () => {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type PaymentsWorld = Awaited<ReturnType<typeof createPaymentsWorld>>;

/** Puts a statement in and reads it. Returns the ids of its statements. */
export async function read(
  world: PaymentsWorld,
  bytes: Uint8Array,
): Promise<{ fileId: string; statementIds: string[] }> {
  const { file } = await world.importFile.execute(world.treasurer, { name: 'x.xml', bytes });
  await world.readFile.execute(world.system, { fileId: file.id });
  const rows = await world.asOwner<{ id: string }>(
    'select id from payments.bank_statements where file_id = $1 order by id',
    [file.id],
  );
  return { fileId: file.id, statementIds: rows.map(({ id }) => id) };
}

let statements = 0;

export async function readEntries(
  world: PaymentsWorld,
  entries: readonly MadeEntry[],
  iban: string = ibans.sepa,
): Promise<string> {
  statements += 1;
  const { statementIds } = await read(world, camtFile({ id: `S${statements}`, iban, entries }));
  return statementIds[0] ?? '';
}

/** Gives a bank account money in the books. */
export async function fund(world: PaymentsWorld, accountId: string, amountMinor: bigint) {
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
export async function payee(world: PaymentsWorld, changes: { holderName?: string } = {}) {
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
  world: PaymentsWorld,
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

export async function payoutRow(world: PaymentsWorld, id: string) {
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
export async function paidTimes(world: PaymentsWorld, payoutId: string) {
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
