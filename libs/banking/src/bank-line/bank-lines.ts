import { Injectable } from '@nestjs/common';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { BankLineMatched, BankLineMatchUndone } from '../banking.events.js';
import { linesPerJob, MatchBankLinesJob } from '../banking.jobs.js';
import { followUndoing, lockIfOfErased, takenFor } from '../erased/follow-lines.js';
import type { TakenLine } from '../erased/follow-lines.js';
import { sourceDays } from '../telling/sourced.js';
import { bankLineStore } from './bank-line.store.js';
import type {
  LineMatch,
  MatchedBankLine,
  NewLine,
  OpenBankLine,
  WaitingLine,
} from './bank-line.store.js';
import { whyNotBook } from './line-rules.js';
import { debitsFirst, lineOfMovement, rivalsOf } from './sourced-movement.js';
import type { SourcedMovement } from './sourced-movement.js';
import { namedDebitsStore } from './named-debits.store.js';
import type { NamesAtBank } from './named-debits.store.js';
import { unbookedStore } from './unbooked.store.js';
import type { UnbookedOfAccount } from './unbooked.store.js';

/**
 * The key of a bank line in the books: each leads to at most one transaction. Once that one was
 * undone the line has another: what the bank said is booked again, and still once.
 */
export function outsideFactOf(line: Pick<OpenBankLine, 'id' | 'matchesUndone'>): string {
  const { id, matchesUndone } = line;
  return matchesUndone === 0 ? `bank-line:${id}` : `bank-line:${id}:${matchesUndone}`;
}

const notBooked: Readonly<Record<NonNullable<ReturnType<typeof whyNotBook>>, string>> = {
  BANK_LINE_MATCHED: 'This bank line is in the books already.',
  BANK_LINE_UNCLEAR: 'Say first whether it is another line.',
  BANK_LINE_REPEATED: 'This line is another one told again.',
};

/** Bank lines, inside the caller's transaction. Asks no permission; the use case did. */
@Injectable()
export class BankLines {
  /**
   * Makes a line of each movement that a source told for the first time, and has them matched after
   * the commit. Asserts that none is there: whoever asks knows what it told before. One that a file
   * of the bank's may have told waits for a person.
   *
   * @returns the ids of the lines, in the order of the movements
   */
  async take(
    tx: Tx,
    account: Pick<BankAccountRow, 'id' | 'currency'>,
    source: string,
    movements: readonly SourcedMovement[],
  ): Promise<string[]> {
    await bankLineStore.lockAccounts(tx, [account.id]);
    const days = movements.map(({ bookedOn }) => bookedOn).toSorted();
    const around = [days[0], days.at(-1)] as const;
    const told = await bankLineStore.fromFiles(tx, account.id, around, sourceDays);
    const rivals = rivalsOf(movements, told);
    const lines = movements.map((movement, at): NewLine => {
      const rival = rivals[at] ?? null;
      const id = newId();
      return {
        ...lineOfMovement(source, account.currency, movement),
        id,
        state: rival === null ? 'new' : 'unclear',
        entryId: id,
        doubt: rival === null ? null : 'bank-file-told-it',
        rivalLineId: rival?.id ?? null,
      };
    });
    await bankLineStore.insert(tx, { account, statementId: null, source }, lines);
    const sound = lines.filter(({ state }) => state === 'new');
    const ids = debitsFirst(sound).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += linesPerJob) {
      const { cooperativeId } = tx;
      tx.enqueue(MatchBankLinesJob, { cooperativeId, lineIds: ids.slice(at, at + linesPerJob) });
    }
    return lines.map(({ id }) => id);
  }

  /** Has an account's debits that wait and tell a name of ours matched again, after the commit. */
  async matchAgain(
    tx: Tx,
    { bankAccountId, naming }: { readonly bankAccountId: string; readonly naming: string },
  ): Promise<void> {
    const lineIds = await bankLineStore.waitingDebits(tx, bankAccountId, naming, linesPerJob);
    if (lineIds.length === 0) return;
    tx.enqueue(MatchBankLinesJob, { cooperativeId: tx.cooperativeId, lineIds });
  }

  /** Whether a debit tells one of our names, be it booked, waiting or in doubt. */
  async areDebited(tx: Tx, told: NamesAtBank): Promise<boolean> {
    return (await namedDebitsStore.find(tx, told)) !== null;
  }

  /** A statement's lines that wait to be matched: debits first, each in the order of the file. */
  async waiting(
    tx: Tx,
    statementId: string,
    after: WaitingLine | null,
    atMost: number,
  ): Promise<WaitingLine[]> {
    return bankLineStore.waiting(tx, statementId, after, atMost);
  }

  /** One line, locked, if it still waits to be matched; flagged ones wait for a person. */
  async lockWaiting(tx: Tx, lineId: string): Promise<OpenBankLine | null> {
    return bankLineStore.lockWaiting(tx, lineId);
  }

  /**
   * One line, locked. A flagged one (its statement does not add up) only for a person.
   *
   * @throws CodedError BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_FLAGGED,
   *   BANK_LINE_UNCLEAR, BANK_LINE_REPEATED
   */
  async lockOne(
    tx: Tx,
    lineId: string,
    { evenFlagged = false }: { evenFlagged?: boolean } = {},
  ): Promise<OpenBankLine> {
    const line = await bankLineStore.lock(tx, lineId);
    if (line === null) {
      throw bankingErrors.error('BANK_LINE_NOT_FOUND', 'There is no such bank line.', {
        path: ['lineId'],
      });
    }
    const reason = whyNotBook(line.state);
    if (reason !== null) {
      throw bankingErrors.error(reason, notBooked[reason], { path: ['lineId'] });
    }
    if (line.state === 'flagged' && !evenFlagged) {
      throw bankingErrors.error('BANK_LINE_FLAGGED', 'The statement of this line is not sound.', {
        path: ['lineId'],
      });
    }
    return line;
  }

  /** One line, locked, when it is in the books; null when it is not, or there is none. */
  async lockIfMatched(tx: Tx, lineId: string): Promise<MatchedBankLine | null> {
    const line = await bankLineStore.lock(tx, lineId);
    return line?.state === 'matched' ? this.lockMatched(tx, lineId) : null;
  }

  /**
   * One line that is in the books, locked.
   *
   * @param path where the line is named
   * @throws CodedError BANK_LINE_NOT_FOUND, BANK_LINE_NOT_MATCHED
   */
  async lockMatched(
    tx: Tx,
    lineId: string,
    path: readonly string[] = ['lineId'],
  ): Promise<MatchedBankLine> {
    const line = await bankLineStore.lock(tx, lineId);
    if (line === null) {
      throw bankingErrors.error('BANK_LINE_NOT_FOUND', 'There is no such bank line.', { path });
    }
    const { matchedKind, matchedId, transactionId, ...rest } = line;
    if (matchedKind === null || matchedId === null || transactionId === null) {
      throw bankingErrors.error('BANK_LINE_NOT_MATCHED', 'This bank line is not in the books.', {
        path,
      });
    }
    return { ...rest, matchedKind, matchedId, transactionId };
  }

  /** The lines in the books that bear an end-to-end id: a transfer, and what came back of it. */
  async matchedOf(tx: Tx, endToEndId: string): Promise<string[]> {
    return (await bankLineStore.matchedOf(tx, endToEndId)).map(({ id }) => id);
  }

  /**
   * How many lines that the bank booked on a day or before are not in the books, because they wait
   * for a match, a decision or a look; by account, those with none left out.
   */
  async unbooked(tx: Tx, upToDay: string): Promise<UnbookedOfAccount[]> {
    return unbookedStore.upTo(tx, upToDay);
  }

  /** Whether a line says already where this transaction came from. */
  async explains(tx: Tx, transactionId: string): Promise<boolean> {
    return (await bankLineStore.ofTransaction(tx, transactionId)) !== null;
  }

  /**
   * Notes what a locked line was for and the transaction that booked it. Whoever calls has recorded
   * before whose payment it is: of somebody who was erased no clerk reads it from then on.
   */
  async markMatched(tx: Tx, lineId: string, found: LineMatch): Promise<void> {
    await bankLineStore.match(tx, lineId, found);
    await lockIfOfErased(tx, lineId);
    tx.announce(
      BankLineMatched.of(lineId, {
        lineId,
        matchedKind: found.kind,
        matchedId: found.id,
        transactionId: found.transactionId,
      }),
    );
  }

  /** Whom a line was taken for, and whether it is locked: asked before that is undone. */
  takenFor(tx: Tx, lineId: string): Promise<TakenLine> {
    return takenFor(tx, lineId);
  }

  /**
   * A locked line waits again, once its transaction was reversed and what it settled is open.
   *
   * @param memberIds whom it had been taken for
   */
  async unmatch(
    tx: Tx,
    line: MatchedBankLine,
    reversalId: string,
    memberIds: readonly string[],
  ): Promise<void> {
    const { id: lineId, matchedKind, matchedId, transactionId } = line;
    await bankLineStore.undo(tx, lineId, transactionId);
    followUndoing(tx, lineId, memberIds);
    const undone = { lineId, matchedKind, matchedId, transactionId, reversalId };
    tx.announce(BankLineMatchUndone.of(lineId, undone));
  }
}
