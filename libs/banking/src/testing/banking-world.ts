import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '@rochdale/ledger';
import { LocalFileStore, newId, systemActor } from '@rochdale/platform';
import type { Actor, Role, Tx, UnitOfWork } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import '../banking.permissions.js';
import { ChangePaymentSettings } from '../bank-account/change-payment-settings.js';
import { Offices } from '../bank-account/offices.js';
import { registerRailName } from '../bank-account/rail-name.js';
import { RegisterBankAccount } from '../bank-account/register-bank-account.js';
import { AssignBankLine } from '../bank-line/assign-bank-line.js';
import { ExplainingAccounts } from '../bank-line/explaining-accounts.js';
import { BookingChart } from '../bank-line/booking-chart.js';
import { BankLines } from '../bank-line/bank-lines.js';
import { FollowUndoneLine } from '../erased/follow-undone-line.js';
import { LockLinesByName } from '../erased/lock-lines-by-name.js';
import { LockLinesOfErased } from '../erased/lock-lines-of-erased.js';
import { ImportBankStatement } from '../statement/import-bank-statement.js';
import { ReadStatementFile } from '../statement/read-statement-file.js';
import { camtFile, dayOfEntries } from './camt.js';
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
  main: 'DE89370400440532013000',
  second: 'NL91ABNA0417164300',
  payee: 'FR1420041010050500013M02606',
  payer: 'GB29NWBK60161331926819',
} as const;

const config = { files: { maxBytes: 100_000 } };

/** What takes a bank's statements in, over a folder of its own. */
export async function createStatementDesk(unitOfWork: UnitOfWork) {
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-banking-'));
  const files = new LocalFileStore(folder);
  return {
    folder,
    files,
    importFile: new ImportBankStatement(unitOfWork, files, config),
    readFile: new ReadStatementFile(unitOfWork, files),
    lockLines: new LockLinesOfErased(unitOfWork),
    lockByName: new LockLinesByName(unitOfWork),
    followUndone: new FollowUndoneLine(unitOfWork),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type StatementDesk = Awaited<ReturnType<typeof createStatementDesk>>;

/** Those who put statements in, and how the database shows what became of them. */
export interface StatementPeople {
  readonly treasurer: Actor;
  readonly system: Actor;
  asOwner<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** Puts a statement file in and reads it. Returns the ids of its statements. */
export async function read(
  desk: Pick<StatementDesk, 'importFile' | 'readFile'> & StatementPeople,
  bytes: Uint8Array,
): Promise<{ fileId: string; statementIds: string[] }> {
  const { file } = await desk.importFile.execute(desk.treasurer, { name: 'x.xml', bytes });
  await desk.readFile.execute(desk.system, { fileId: file.id });
  const rows = await desk.asOwner<{ id: string }>(
    'select id from payments.bank_statements where file_id = $1 order by id',
    [file.id],
  );
  return { fileId: file.id, statementIds: rows.map(({ id }) => id) };
}

let statements = 0;

/** A sound statement with these entries, read. Returns its id. */
export async function readEntries(
  desk: Pick<StatementDesk, 'importFile' | 'readFile'> & StatementPeople,
  entries: readonly MadeEntry[],
  iban: string = ibans.main,
): Promise<string> {
  statements += 1;
  const id = `S${statements}`;
  const days = entries.map(({ on = dayOfEntries }) => on).toSorted();
  // Of the days that it tells: two that said whole months would speak against each other.
  const [from, to] = [days[0] ?? dayOfEntries, days.at(-1) ?? dayOfEntries];
  const { statementIds } = await read(desk, camtFile({ id, iban, from, to, entries }));
  return statementIds[0] ?? '';
}

/** A line as the database has it. */
export interface LineRow {
  readonly id: string;
  readonly state: string;
  readonly amount_minor: string;
  readonly end_to_end_id: string | null;
  readonly reference: string | null;
  readonly matched_kind: string | null;
  readonly matched_id: string | null;
  readonly matched_because: string | null;
  readonly transaction_id: string | null;
}

export const linesOf = (world: Pick<StatementPeople, 'asOwner'>, statementId: string) =>
  world.asOwner<LineRow>('select * from payments.bank_lines where statement_id = $1 order by id', [
    statementId,
  ]);

/** A long statement in few bytes: credits of these amounts, all of one day. */
export function mt940File(iban: string, day: string, amounts: readonly bigint[]): Uint8Array {
  const decimal = (minor: bigint) => `${minor / 100n},${String(minor % 100n).padStart(2, '0')}`;
  const date = day.slice(2).replaceAll('-', '');
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  return Buffer.from(
    [
      ':20:LONG',
      `:25:${iban}`,
      ':28C:1/1',
      `:60F:C${date}EUR0,00`,
      ...amounts.map((amount) => `:61:${date}C${decimal(amount)}NTRFNONREF`),
      `:62F:C${date}EUR${decimal(sum)}`,
      '-',
      '',
    ].join('\r\n'),
  );
}

/** A way for money to leave that takes every account: this room knows none of its own. */
export const anyRail = 'any';
registerRailName({ name: anyRail, accountRefusal: () => null });

/** Who holds which office, as a test says: two treasurers, unless it says otherwise. */
export class WrittenOffices extends Offices {
  readonly held = new Map<Role, readonly string[]>([['treasurer', [newId(), newId()]]]);

  override async holders(_tx: unknown, role: Role): Promise<readonly string[]> {
    return this.held.get(role) ?? [];
  }
}

/** A chart of which every key is an expense: this room knows no other. */
export class WrittenChart extends BookingChart {
  readonly #ledger = new Ledger();

  override async account(tx: Tx, key: string, currency: string): Promise<string> {
    const definition = { code: key, name: key, kind: 'expense', currency } as const;
    return (await this.#ledger.openAccount(tx, definition)).id;
  }
}

/** A co-operative with two bank accounts and an income account. */
export async function createBankingWorld() {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const desk = await createStatementDesk(unitOfWork);
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const ledger = new Ledger();
  const register = new RegisterBankAccount(unitOfWork, ledger, { env: 'test' });
  const common = { holderName: 'Our co-operative', currency: 'EUR', rail: anyRail };
  const main = await register.execute(system, {
    ...common,
    label: 'Main',
    accountNumber: ibans.main,
  });
  const second = await register.execute(system, {
    ...common,
    label: 'Second',
    accountNumber: ibans.second,
  });
  const income = await unitOfWork.run(system, (tx) =>
    ledger.openAccount(tx, {
      code: 'donations',
      name: 'Donations',
      kind: 'income',
      currency: 'EUR',
    }),
  );
  const lines = new BankLines();
  const offices = new WrittenOffices();
  return {
    ...world,
    ...desk,
    cooperativeId,
    system,
    treasurer: person(cooperativeId, ['treasurer']),
    member: person(cooperativeId),
    ledger,
    register,
    main,
    second,
    income,
    lines,
    offices,
    assign: new AssignBankLine(
      unitOfWork,
      ledger,
      lines,
      new ExplainingAccounts(ledger, new WrittenChart()),
    ),
    changeSettings: new ChangePaymentSettings(unitOfWork, offices),
    close: async () => {
      await world.close();
      await desk.remove();
    },
  };
}

export type BankingWorld = Awaited<ReturnType<typeof createBankingWorld>>;
