import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { entryLineStore } from './entry-line.store.js';
import type { EntryLine } from './entry-line.store.js';
import { bankingErrors } from '../banking.errors.js';
import { BankLineDecided, BankStatementRead } from '../banking.events.js';
import { MatchBankLinesJob } from '../banking.jobs.js';
import { settleEntries } from './settle-entries.js';

export interface DecideBankLineInput {
  readonly lineId: string;
  /** The line that it is, told again; null when it is one of its own. */
  readonly sameAsLineId: string | null;
}

/**
 * A treasurer says of a line that waits whether it is another one told again, which counts no more,
 * or a line of its own, which is matched then. Of a batch all parts are decided with the one. What
 * was taken for another can be made a line of its own later.
 */
@Injectable()
export class DecideBankLine {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_DECIDED for a line that does not
   *   wait, INVALID_SAME_LINE for another account's or amount's, and for one that counts as none
   */
  async execute(actor: Actor, { lineId, sameAsLineId }: DecideBankLineInput): Promise<void> {
    permit(actor, 'bank-line.assign');
    await this.unitOfWork.run(actor, async (tx) => {
      const own = await entryLineStore.lockEntry(tx, lineId);
      const [line] = own;
      if (line === undefined) {
        throw bankingErrors.error('BANK_LINE_NOT_FOUND', 'There is no such bank line.', {
          path: ['lineId'],
        });
      }
      const mayChange = sameAsLineId === null ? ['unclear', 'repeated'] : ['unclear'];
      if (!mayChange.includes(line.state)) {
        throw bankingErrors.error('BANK_LINE_DECIDED', 'It is decided what this line is.', {
          path: ['lineId'],
        });
      }
      if (sameAsLineId === null) await this.#another(tx, line.entryId);
      else await this.#same(tx, own, sameAsLineId);
      tx.announce(BankLineDecided.of(lineId, { lineId, sameAsLineId }));
    });
  }

  async #another(tx: Tx, entryId: string): Promise<void> {
    const changed = await settleEntries(tx, [entryId], []);
    const statementIds = new Set(changed.flatMap(({ statementId }) => statementId ?? []));
    for (const statementId of statementIds) {
      const data = { statementId, linesNew: 0, linesKnown: 0 };
      tx.announce(BankStatementRead.of(statementId, data));
    }
    const sourced = changed.filter(({ statementId }) => statementId === null);
    if (sourced.length === 0) return;
    const { cooperativeId } = tx;
    tx.enqueue(MatchBankLinesJob, { cooperativeId, lineIds: sourced.map(({ id }) => id) });
  }

  async #same(tx: Tx, own: readonly EntryLine[], sameAsLineId: string): Promise<void> {
    const other = await entryLineStore.lockEntry(tx, sameAsLineId);
    const [line] = own;
    const [same] = other;
    const counts = other.every(({ state }) => state !== 'unclear' && state !== 'repeated');
    if (
      line === undefined ||
      same === undefined ||
      same.entryId === line.entryId ||
      same.bankAccountId !== line.bankAccountId ||
      sumOf(own) !== sumOf(other) ||
      !counts
    ) {
      const message = 'It is the same as a line of its account and amount that counts.';
      throw bankingErrors.error('INVALID_SAME_LINE', message, { path: ['sameAsLineId'] });
    }
    await settleEntries(tx, [], [{ entryId: line.entryId, sameAs: same.entryId }]);
  }
}

const sumOf = (lines: readonly EntryLine[]): bigint =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
