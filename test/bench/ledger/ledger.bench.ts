import { Ledger } from '@rochdale/ledger';
import {
  allErrorCodes,
  assert,
  Database,
  newId,
  systemActor,
  SystemClock,
  UnitOfWork,
} from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { seedCooperative } from '../world/cooperative.js';
import { connectionCount, perSecond, rawPerSecond } from '../world/load.js';
import { about, ofTheRooms, sentDuring } from '../world/recorder.js';
import { stackUnderMeasure } from '../world/stack.js';

const accountCount = 200;

async function openAccounts(ledger: Ledger, tx: Tx): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < accountCount; nth += 1) {
    const definition = {
      code: `bench:${nth}`,
      name: `Account ${nth}`,
      kind: 'asset' as const,
      currency: 'EUR',
    };
    ids.push((await ledger.openAccount(tx, definition)).id);
  }
  return ids;
}

/** Two accounts that stand apart, and other ones each time. */
function pairs(accountIds: readonly string[]): () => readonly [string, string] {
  let turn = 0;
  return () => {
    turn += 1;
    const debit = accountIds[(turn * 7) % accountIds.length];
    const credit = accountIds[(turn * 7 + 101) % accountIds.length];
    assert(debit !== undefined && credit !== undefined, 'there are accounts');
    return [debit, credit];
  };
}

/**
 * Transactions of two postings, each in a unit of work of its own. The baseline is the same SQL,
 * pipelined, without the ledger's checks and fingerprints.
 */
export async function run(): Promise<BenchFigure[]> {
  assert(allErrorCodes().size > 0, 'the rooms are loaded');
  const stack = stackUnderMeasure();
  const cooperative = await seedCooperative(stack);
  const database = await Database.open({ url: stack.appUrl, poolSize: connectionCount });
  try {
    const unitOfWork = new UnitOfWork(database, new SystemClock());
    const ledger = new Ledger();
    const actor = systemActor(cooperative.id, 'job');
    const next = pairs(await unitOfWork.run(actor, (tx) => openAccounts(ledger, tx)));
    const post = (key: string, [debit, credit]: readonly [string, string]) =>
      unitOfWork.run(actor, (tx) =>
        ledger.post(tx, {
          idempotencyKey: key,
          description: 'a transaction of the bench',
          source: { kind: 'bench', id: key },
          postings: [
            { accountId: debit, amountMinor: 1n },
            { accountId: credit, amountMinor: -1n },
          ],
        }),
      );
    const key = newId();
    const [debit, credit] = next();
    const statements = ofTheRooms(await sentDuring(() => post(key, [debit, credit])));
    const header = statements.find(({ name }) => name === 'ledger.insert-transaction');
    const facts = statements.find(({ name }) => name === 'platform.append-facts');
    const transactionId = header?.values[0];
    const [factId] = (facts?.values[0] ?? []) as string[];
    assert(typeof transactionId === 'string' && factId !== undefined, 'it was recorded');
    const raw = () => {
      const [otherDebit, otherCredit] = next();
      const substitutes = new Map([
        [key, newId()],
        [transactionId, newId()],
        [factId, newId()],
        [debit, otherDebit],
        [credit, otherCredit],
      ]);
      return {
        cooperativeId: cooperative.id,
        readOnly: false,
        statements: about(statements, substitutes),
      };
    };
    const baseline = await rawPerSecond(stack, raw, { packets: 'one' });
    const value = await perSecond(() => post(newId(), next()));
    return [figure('ledger transaction, beside its SQL', 'transactions/s', value, baseline)];
  } finally {
    await database.close();
  }
}
