import type { Type } from '@nestjs/common';
import { BankAccounts, BankLines, RegisterBankAccount } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { CooperativeQueries } from '@rochdale/membership';
import { systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { anyRail, person } from '../../../banking/src/testing/banking-world.js';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import '../collections.permissions.js';
import { ConnectSource } from '../connection/connect-source.js';
import { ConnectionQueries } from '../connection/connection.queries.js';
import { DisconnectSource } from '../connection/disconnect-source.js';
import { TakeHint } from '../hint/take-hint.js';
import { CloseSourceRow } from '../row/close-source-row.js';
import { SourceRowQueries } from '../row/source-row.queries.js';
import { Sources } from '../source/sources.js';
import type { Source } from '../source/source.js';
import { OrderSweep } from '../sweep/order-sweep.js';
import { RowTaking } from '../sweep/row-taking.js';
import { SweepSource } from '../sweep/sweep-source.js';
import { SweepSources } from '../sweep/sweep-sources.js';
import { TestSource } from './test-source.js';
import type { BookEntry } from './test-source.js';

let numbers = 1_000_000_000;

/** A co-operative whose accounts can be connected to a source that fails when told to. */
export async function createCollectionsWorld(adapters: readonly Source[] = []) {
  const world = await createMembershipWorld();
  const { unitOfWork } = world;
  const { id: cooperativeId } = await world.cooperative('ours');
  const system = systemActor(cooperativeId, 'job', 'test');
  const source = new TestSource();
  const services: readonly object[] = [source, ...adapters];
  const sources = new Sources(<Door>(type: Type<Door>): Door => {
    return services.find((service) => service.constructor === type) as Door;
  });
  const accounts = new BankAccounts();
  const lines = new BankLines();
  const taking = new RowTaking(unitOfWork, accounts, lines, new CooperativeQueries());
  const register = new RegisterBankAccount(unitOfWork, new Ledger(), { env: 'test' });
  return {
    ...world,
    cooperativeId,
    system,
    source,
    lines,
    treasurer: person(cooperativeId, ['treasurer']),
    auditor: person(cooperativeId, ['auditor']),
    outsider: person(cooperativeId),
    connect: new ConnectSource(unitOfWork, accounts),
    disconnect: new DisconnectSource(unitOfWork),
    connections: new ConnectionQueries(),
    sweep: new SweepSource(unitOfWork, sources, taking),
    sweepAll: new SweepSources(unitOfWork),
    order: new OrderSweep(unitOfWork),
    closeRow: new CloseSourceRow(unitOfWork),
    rows: new SourceRowQueries(),
    hint: new TakeHint(unitOfWork, sources, world.clock),
    /** An own account that nothing is connected to. */
    account: (currency = 'EUR') => {
      numbers += 1;
      return register.execute(system, {
        label: `Account ${numbers}`,
        holderName: 'Our co-operative',
        accountNumber: `${numbers}`,
        currency,
        rail: anyRail,
      });
    },
  };
}

export type CollectionsWorld = Awaited<ReturnType<typeof createCollectionsWorld>>;

/** An account of its own, connected to a book of its own. */
export async function connected(world: CollectionsWorld, by: Actor = world.treasurer) {
  const account = await world.account();
  const book = account.id;
  const connection = await world.connect.execute(by, {
    bankAccountId: account.id,
    source: 'test-source',
    settings: { book },
  });
  return { account, book, id: connection.id };
}

export type Connected = Awaited<ReturnType<typeof connected>>;

/** An entry of the book: a payment of the first of March at noon, unless it says otherwise. */
export const entry = (id: string, changes: Partial<BookEntry> = {}): BookEntry => ({
  id,
  at: new Date('2026-03-01T12:00:00Z'),
  amountMinor: 10_00n,
  currency: 'EUR',
  kind: 'payment',
  ...changes,
});

export const sweep = (
  world: CollectionsWorld,
  { id: connectionId }: Pick<Connected, 'id'>,
  fromStart = false,
) => world.sweep.execute(world.system, { connectionId, fromStart });

/** What the account's lines say: the source's own id and what moved. */
export async function linesOf(world: CollectionsWorld, { account }: Pick<Connected, 'account'>) {
  const rows = await world.asOwner<{ id: string; minor: string }>(
    `select raw->>'externalId' as id, amount_minor::text as minor from payments.bank_lines
     where bank_account_id = $1 order by raw->>'externalId'`,
    [account.id],
  );
  return rows.map(({ id, minor }) => [id, BigInt(minor)] as const);
}

export interface RowOfTest {
  readonly id: string;
  readonly external_id: string;
  readonly version: number;
  readonly state: string;
  readonly waits: string | null;
  readonly json: string;
  readonly line_id: string | null;
  readonly closed_because: string | null;
}

export const rowsOf = (world: CollectionsWorld, { id }: Pick<Connected, 'id'>) =>
  world.asOwner<RowOfTest>(
    `select * from collections.source_rows where connection_id = $1
     order by external_id, version`,
    [id],
  );

export async function connectionOf(world: CollectionsWorld, { id }: Pick<Connected, 'id'>) {
  const [row] = await world.asOwner<{
    state: string;
    cursor: string | null;
    caught_up: boolean;
    revision: number;
    failure_code: string | null;
    swept_at: Date | null;
  }>('select * from collections.connections where id = $1', [id]);
  if (row === undefined) throw new Error('the connection is there');
  return row;
}
