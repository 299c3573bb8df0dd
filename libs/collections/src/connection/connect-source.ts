import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { SourceConnected } from '../collections.events.js';
import { SweepSourceJob } from '../collections.jobs.js';
import { sourceNamed } from '../source/define-source.js';
import { checkedSettings, checkSameSettings } from './connection.js';
import { connectionStore } from './connection.store.js';
import type { ConnectionRow, NewConnection } from './connection.store.js';

export interface ConnectSourceInput {
  /** The co-operative's own account that the source keeps. */
  readonly bankAccountId: string;
  /** The name of a declared source. */
  readonly source: string;
  /** As the source asks for them; no secrets. */
  readonly settings: object;
}

/** From now on the lines of an own account come from a source, by itself. */
@Injectable()
export class ConnectSource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
  ) {}

  /**
   * An account has one source at a time; one that it had before goes on where it was.
   *
   * @throws CodedError FORBIDDEN, SOURCE_UNKNOWN, INVALID_SOURCE_SETTINGS, BANK_ACCOUNT_NOT_FOUND,
   *   ACCOUNT_HAS_SOURCE, SOURCE_SETTINGS_FIXED, CONFLICT
   */
  async execute(actor: Actor, input: ConnectSourceInput): Promise<ConnectionRow> {
    permit(actor, 'money-source.connect');
    const { bankAccountId, source } = input;
    const definition = sourceNamed(source);
    if (definition === null) {
      throw collectionsErrors.error('SOURCE_UNKNOWN', 'There is no such source.', {
        path: ['source'],
      });
    }
    const settings = checkedSettings(definition.settings, input.settings);
    return this.unitOfWork.run(actor, async (tx) => {
      const { id } = await this.accounts.require(tx, bankAccountId);
      const connection = await connected(tx, { bankAccountId: id, source, settings });
      const { cooperativeId } = tx;
      const connectionId = connection.id;
      tx.announce(SourceConnected.of(connectionId, { connectionId, bankAccountId: id, source }));
      tx.enqueue(SweepSourceJob, { cooperativeId, connectionId });
      return connection;
    });
  }
}

async function connected(tx: Tx, wanted: NewConnection): Promise<ConnectionRow> {
  const earlier = await connectionStore.earlier(tx, wanted.bankAccountId, wanted.source);
  const connection =
    earlier === null ? await connectionStore.insert(tx, wanted) : await again(tx, earlier, wanted);
  if (connection !== null) return connection;
  throw collectionsErrors.error('ACCOUNT_HAS_SOURCE', 'This account has its source already.', {
    path: ['bankAccountId'],
  });
}

async function again(
  tx: Tx,
  earlier: ConnectionRow,
  { settings }: NewConnection,
): Promise<ConnectionRow | null> {
  if (earlier.state === 'connected') return null;
  checkSameSettings(earlier.settings, settings);
  return connectionStore.reconnect(tx, earlier);
}
