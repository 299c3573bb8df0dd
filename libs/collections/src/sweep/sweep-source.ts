import { Injectable } from '@nestjs/common';
import { CodedError, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { SweepSourceJob } from '../collections.jobs.js';
import { nextPage } from '../connection/connection.js';
import type { NextPage } from '../connection/connection.js';
import { connectionStore } from '../connection/connection.store.js';
import type { ConnectionRow } from '../connection/connection.store.js';
import { checkedPage, freshRows } from '../row/source-row.js';
import { sourceRowStore } from '../row/source-row.store.js';
import type { Source, SweptPage } from '../source/source.js';
import { Sources } from '../source/sources.js';
import { RowTaking } from './row-taking.js';

export interface SweepSourceInput {
  readonly connectionId: string;
  /** Ask for everything once more: what is known changes nothing. */
  readonly fromStart?: boolean | undefined;
}

const pagesPerJob = 20;

/**
 * Asks a source for what is new. Rows are stored as they came, with the cursor behind them in the
 * same transaction; only then is anything made of them. Whoever dies in between left rows that the
 * next run takes first.
 */
@Injectable()
export class SweepSource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sources: Sources,
    private readonly taking: RowTaking,
  ) {}

  /**
   * At least once, and by any number of workers: who finds the cursor moved by another stops, and
   * is tried again where everything was to be asked for, which the other did not.
   *
   * @throws CodedError SOURCE_UNAVAILABLE, SOURCE_UNREACHABLE, SOURCE_UNREADABLE, CONFLICT
   */
  async execute(
    actor: Actor,
    { connectionId, fromStart = false }: SweepSourceInput,
  ): Promise<void> {
    permit(actor, 'money-source.process');
    const found = await this.unitOfWork.read(actor, (tx) => connectionStore.find(tx, connectionId));
    if (found === null) return;
    const source = await this.#noting(actor, found, async () => this.sources.require(found.source));
    await this.#take(actor, found, source);
    let connection: ConnectionRow | null = found;
    for (let page = 1; page <= pagesPerJob && connection?.state === 'connected'; page += 1) {
      const next = nextPage(connection, fromStart && page === 1);
      const swept = await this.#ask(actor, connection, source, next);
      const isLast = page === pagesPerJob;
      connection = await this.#store(actor, connection, next.begunFrom, swept, isLast);
      if (connection === null && fromStart && page === 1) {
        throw platformErrors.error('CONFLICT', 'Another sweep came first.');
      }
      if (connection === null) return;
      await this.#take(actor, connection, source);
      if (!swept.more) return;
    }
  }

  #take(actor: Actor, connection: ConnectionRow, source: Source): Promise<void> {
    return this.#noting(
      actor,
      connection,
      () => this.taking.take(actor, connection, source),
      'ROWS_NOT_TAKEN',
    );
  }

  /** Outside of any transaction. */
  #ask(
    actor: Actor,
    connection: ConnectionRow,
    source: Source,
    { cursor, overlap }: NextPage,
  ): Promise<SweptPage> {
    const { settings } = connection;
    return this.#noting(actor, connection, async () =>
      checkedPage(await source.sweep({ settings, cursor, overlap }), { cursor, overlap }),
    );
  }

  /** What goes wrong is noted where treasurers look. */
  async #noting<T>(
    actor: Actor,
    { id }: ConnectionRow,
    body: () => Promise<T>,
    uncoded = 'SOURCE_UNREADABLE',
  ): Promise<T> {
    try {
      return await body();
    } catch (error) {
      const code = error instanceof CodedError ? error.code : uncoded;
      await this.unitOfWork.run(actor, (tx) => connectionStore.noteFailure(tx, id, code));
      throw error;
    }
  }

  /** Null when another worker swept meanwhile, or a treasurer disconnected it: nothing is kept. */
  #store(
    actor: Actor,
    { id, revision }: ConnectionRow,
    begunFrom: string | null,
    { rows, cursor, more }: SweptPage,
    isLast: boolean,
  ): Promise<ConnectionRow | null> {
    return this.unitOfWork.run(actor, async (tx) => {
      // First of all: it locks the connection, so that known and new are told apart for certain.
      const moved = await connectionStore.move(tx, id, revision, {
        cursor,
        begunFrom,
        caughtUp: !more,
      });
      if (moved === null) return null;
      const ids = [...new Set(rows.map((row) => row.id))];
      const fresh = freshRows(rows, await sourceRowStore.known(tx, id, ids));
      if (fresh.length > 0) await sourceRowStore.insert(tx, id, fresh);
      if (isLast && more) goOn(tx, moved);
      return moved;
    });
  }
}

/** What lies behind the pages of one job is another's. */
function goOn(tx: Tx, { id: connectionId, revision }: ConnectionRow): void {
  const { cooperativeId } = tx;
  tx.enqueue(
    SweepSourceJob,
    { cooperativeId, connectionId },
    { key: `${connectionId} ${revision}` },
  );
}
