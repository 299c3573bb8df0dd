import { columnsOf, newId, platformErrors, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { ConnectionEntity } from './connection.entity.js';
import { unswept } from './connection.js';
import type { Position } from './connection.js';

export type ConnectionRow = Readonly<Omit<ConnectionEntity, 'cooperativeId'>>;

const hinted = ['cooperativeId', 'source', 'settings'] as const;

/** What a connection says to a hint, which is in no co-operative yet. */
export type HintedConnection = Readonly<Pick<ConnectionEntity, (typeof hinted)[number]>>;

export interface NewConnection {
  readonly bankAccountId: string;
  readonly source: string;
  readonly settings: object;
}

const columns = columnsOf(ConnectionEntity, { without: ['cooperativeId'] });
const move = sql(
  'collections.move-cursor',
  `update collections.connections set cursor = $4, begun_from = $5, caught_up = $6,
     revision = revision + 1, failure_code = null, swept_at = $7
   where cooperative_id = $1 and id = $2 and revision = $3 and state = 'connected'
   returning ${columns}`,
);
const noteFailure = sql(
  'collections.note-failure',
  `update collections.connections set failure_code = $3 where cooperative_id = $1 and id = $2`,
);
const findHinted = sql(
  'collections.find-hinted-connection',
  `select ${columnsOf(ConnectionEntity, { only: hinted })} from collections.find_connection($1)`,
);

const uniques = ['connections_account_unique', 'connections_source_unique'];

const connections = (tx: Tx) => tx.repository(ConnectionEntity);

export const connectionStore = {
  find: (tx: Tx, id: string): Promise<ConnectionRow | null> =>
    connections(tx).findOneBy({ cooperativeId: tx.cooperativeId, id }),

  /** @throws CodedError MONEY_SOURCE_NOT_FOUND */
  require: async (tx: Tx, id: string): Promise<ConnectionRow> => {
    const connection = await connectionStore.find(tx, id);
    if (connection !== null) return connection;
    throw collectionsErrors.error('MONEY_SOURCE_NOT_FOUND', 'There is no such connection.', {
      path: ['connectionId'],
    });
  },

  /** In the order of their accounts: an account keeps its place. */
  all(tx: Tx): Promise<ConnectionRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return connections(tx).find({ where, order: { bankAccountId: 'asc', id: 'asc' } });
  },

  earlier(tx: Tx, bankAccountId: string, source: string): Promise<ConnectionRow | null> {
    return connections(tx).findOneBy({ cooperativeId: tx.cooperativeId, bankAccountId, source });
  },

  /** Null when the account has a source; the transaction can only end then. */
  async insert(tx: Tx, connection: NewConnection): Promise<ConnectionRow | null> {
    const { cooperativeId, now: connectedAt } = tx;
    const row = {
      id: newId(),
      cooperativeId,
      ...connection,
      connectedAt,
      state: 'connected' as const,
      ...unswept,
      revision: 0,
      failureCode: null,
      sweptAt: null,
      disconnectedAt: null,
    };
    return (await unlessTaken(() => connections(tx).insert(row))) === null ? null : row;
  },

  /**
   * The same account and source again goes on where it was: rows that were swept stay known. Null
   * when the account has a source; the transaction can only end then.
   *
   * @throws CodedError CONFLICT when it is not what it was taken for
   */
  async reconnect(tx: Tx, { id, revision }: ConnectionRow): Promise<ConnectionRow | null> {
    const where = { cooperativeId: tx.cooperativeId, id, revision, state: 'disconnected' as const };
    const again = {
      revision: revision + 1,
      failureCode: null,
      state: 'connected' as const,
      connectedAt: tx.now,
      disconnectedAt: null,
    };
    const changed = await unlessTaken(() => connections(tx).update(where, again));
    if (changed === null) return null;
    assertOne(changed.affected);
    return connectionStore.require(tx, id);
  },

  /** @throws CodedError CONFLICT when it is not what it was taken for */
  async disconnect(tx: Tx, { id, revision }: ConnectionRow): Promise<ConnectionRow> {
    const where = { cooperativeId: tx.cooperativeId, id, revision, state: 'connected' as const };
    const ended = {
      state: 'disconnected' as const,
      disconnectedAt: tx.now,
      revision: revision + 1,
    };
    assertOne((await connections(tx).update(where, ended)).affected);
    return connectionStore.require(tx, id);
  },

  /** Null when somebody else swept, or it was disconnected, since that revision. */
  move: (tx: Tx, id: string, revision: number, to: Position): Promise<ConnectionRow | null> =>
    tx.maybeOne<ConnectionRow>(move, [
      tx.cooperativeId,
      id,
      revision,
      to.cursor,
      to.begunFrom,
      to.caughtUp,
      tx.now,
    ]),

  /** Asserts that the connection is there. */
  noteFailure: (tx: Tx, id: string, code: string): Promise<void> =>
    tx.change(noteFailure, [tx.cooperativeId, id, code]),

  /** For who knows only its id; null unless it is connected. */
  findHinted: (tx: Tx, id: string) => tx.maybeOne<HintedConnection>(findHinted, [id]),
};

async function unlessTaken<T>(change: () => Promise<T>): Promise<T | null> {
  try {
    return await change();
  } catch (error) {
    if (uniques.some((unique) => violates(error, unique))) return null;
    throw error;
  }
}

function assertOne(affected: number | null | undefined): void {
  if (affected === 1) return;
  throw platformErrors.error('CONFLICT', 'Somebody else changed this meanwhile. Look again.');
}
