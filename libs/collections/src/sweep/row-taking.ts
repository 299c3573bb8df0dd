import { Injectable } from '@nestjs/common';
import { BankAccounts, BankLines } from '@rochdale/banking';
import { CooperativeQueries } from '@rochdale/membership';
import { assert, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { MovementTaken } from '../collections.events.js';
import type { ConnectionRow } from '../connection/connection.store.js';
import { sourceRowStore } from '../row/source-row.store.js';
import { readingOf } from '../source/movement.js';
import type { SoundMovement } from '../source/movement.js';
import type { Source } from '../source/source.js';

const atOnce = 500;

/** Makes lines of stored rows. A part of the sweep. */
@Injectable()
export class RowTaking {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly lines: BankLines,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  /** All rows of which nothing was made yet: each becomes a line, or is put by with a reason. */
  async take(actor: Actor, connection: ConnectionRow, source: Source): Promise<void> {
    let taken = atOnce;
    while (taken === atOnce) {
      taken = await this.unitOfWork.run(actor, (tx) => this.#some(tx, connection, source));
    }
  }

  async #some(tx: Tx, connection: ConnectionRow, source: Source): Promise<number> {
    const rows = await sourceRowStore.lockNew(tx, connection.id, atOnce);
    if (rows.length === 0) return 0;
    const account = await this.accounts.require(tx, connection.bankAccountId);
    const cooperative = await this.cooperatives.current(tx);
    assert(cooperative !== null, 'a connection is a co-operative’s');
    const where = { currency: account.currency, timeZone: cooperative.timeZone };
    const readings = rows.map(({ id, externalId, json }) => ({
      id,
      ...readingOf(source, { id: externalId, json }, where),
    }));
    const odd = readings.flatMap(({ id, waits }) => (waits === null ? [] : [{ id, waits }]));
    if (odd.length > 0) await sourceRowStore.putBy(tx, odd);
    const sound = readings.flatMap(({ id, movement }) =>
      movement === null ? [] : [{ id, movement }],
    );
    if (sound.length === 0) return rows.length;
    const movements = sound.map(({ movement }) => movement);
    const lineIds = await this.lines.take(tx, account, connection.source, movements.map(sourced));
    await sourceRowStore.take(
      tx,
      sound.map(({ id }, index) => ({ id, lineId: lineIds[index] ?? '' })),
    );
    movements.forEach((movement, index) =>
      announce(tx, connection, movement, lineIds[index] ?? ''),
    );
    return rows.length;
  }
}

const sourced = (movement: SoundMovement) => ({
  ...movement,
  reversal: movement.kind === 'refund',
});

function announce(
  tx: Tx,
  connection: ConnectionRow,
  movement: SoundMovement,
  lineId: string,
): void {
  const { kind, amountMinor, currency } = movement;
  tx.announce(
    MovementTaken.of(connection.id, {
      connectionId: connection.id,
      lineId,
      kind,
      amountMinor: amountMinor.toString(),
      currency,
    }),
  );
}
