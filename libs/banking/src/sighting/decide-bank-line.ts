import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { entryLineStore } from './entry-line.store.js';
import type { EntryLine, RivalOnWay } from './entry-line.store.js';
import { bankLineStore } from '../bank-line/bank-line.store.js';
import { whyNotDecide } from '../bank-line/line-rules.js';
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
   *   wait, INVALID_SAME_LINE for another account's or amount's, and for one that may be this one
   */
  async execute(actor: Actor, { lineId, sameAsLineId }: DecideBankLineInput): Promise<void> {
    permit(actor, 'bank-line.assign');
    await this.unitOfWork.run(actor, async (tx) => {
      const bankAccountId = await entryLineStore.accountOf(tx, lineId);
      // Who reads a file of the account holds this first, and finds decided what is decided.
      await bankLineStore.lockAccounts(tx, bankAccountId === null ? [] : [bankAccountId]);
      const way = sameAsLineId === null ? [] : await entryLineStore.rivalsFrom(tx, sameAsLineId);
      const sameId = countedOn(way)?.id ?? sameAsLineId;
      const lineIds = sameId === null ? [lineId] : [lineId, sameId];
      const lines = await entryLineStore.lockEntries(tx, lineIds);
      const line = lines.find(({ id }) => id === lineId);
      if (line === undefined) {
        throw bankingErrors.error('BANK_LINE_NOT_FOUND', 'There is no such bank line.', {
          path: ['lineId'],
        });
      }
      const reason = whyNotDecide(line, sameAsLineId === null ? 'its own' : 'told again');
      if (reason !== null) {
        throw bankingErrors.error(reason, 'It is decided what this line is.', {
          path: ['lineId'],
        });
      }
      if (sameId === null) await this.#another(tx, line.entryId);
      else if (way.some(({ entryId }) => entryId === line.entryId)) throw notSame();
      else await this.#same(tx, line.entryId, lines, sameId);
      tx.announce(BankLineDecided.of(lineId, { lineId, sameAsLineId: sameId }));
    });
  }

  async #another(tx: Tx, entryId: string): Promise<void> {
    const changed = await settleEntries(tx, [entryId], [], ['unclear', 'repeated']);
    const fresh = changed.filter(({ state }) => state === 'new');
    const statementIds = new Set(fresh.flatMap(({ statementId }) => statementId ?? []));
    for (const statementId of statementIds) {
      const data = { statementId, linesNew: 0, linesKnown: 0 };
      tx.announce(BankStatementRead.of(statementId, data));
    }
    const sourced = fresh.filter(({ statementId }) => statementId === null);
    if (sourced.length === 0) return;
    const { cooperativeId } = tx;
    tx.enqueue(MatchBankLinesJob, { cooperativeId, lineIds: sourced.map(({ id }) => id) });
  }

  async #same(
    tx: Tx,
    entryId: string,
    lines: readonly EntryLine[],
    sameAsLineId: string,
  ): Promise<void> {
    const own = lines.filter((line) => line.entryId === entryId);
    const same = lines.find(({ id }) => id === sameAsLineId);
    const other = lines.filter((line) => line.entryId === same?.entryId);
    if (
      same === undefined ||
      same.entryId === entryId ||
      same.bankAccountId !== own[0]?.bankAccountId ||
      !mayBeAmountOf(own, other)
    ) {
      throw notSame();
    }
    await settleEntries(tx, [], [{ entryId, sameAs: same.entryId }]);
  }
}

/**
 * What was said to be another counts as that one. One that waits itself is named all the same: what
 * is decided of it is decided of both.
 */
function countedOn(way: readonly RivalOnWay[]): RivalOnWay | undefined {
  return way.find(({ state }) => state !== 'repeated');
}

function notSame(): Error {
  const message = 'It is the same as another line of its account and amount, which is not it.';
  return bankingErrors.error('INVALID_SAME_LINE', message, { path: ['sameAsLineId'] });
}

/**
 * What came in other parts has another amount, of the same day and direction: a person sees that
 * the one is in the other.
 */
function mayBeAmountOf(own: readonly EntryLine[], other: readonly EntryLine[]): boolean {
  const [mine, its] = [sumOf(own), sumOf(other)];
  if (mine === its) return true;
  const isInParts = own.every(({ doubt }) => doubt === 'other-parts');
  return isInParts && own[0]?.bookingDate === other[0]?.bookingDate && mine > 0n === its > 0n;
}

const sumOf = (lines: readonly EntryLine[]): bigint =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
