import { Injectable } from '@nestjs/common';
import { BankFormatError, readBankFile } from '@rochdale/bank-formats';
import type { Statement } from '@rochdale/bank-formats';
import { CodedError, FileStore, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { BankStatementRead } from '../banking.events.js';
import { bankLines } from '../bank-line/bank-line.js';
import { bankLineStore } from '../bank-line/bank-line.store.js';
import { accountOfStatement } from './account-of-statement.js';
import { checkAmountRange } from './amount-range.js';
import { bytesOf, statementFileKey } from './import-bank-statement.js';
import { statementStore } from './statement.store.js';
import type { StatementDraft } from './statement.store.js';

/**
 * Reads a received file into raw lines, all of its statements in one transaction. Lines that
 * another file brought are known and stay as they are; a statement that does not add up is kept,
 * flagged, and posted by nobody.
 */
@Injectable()
export class ReadStatementFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
  ) {}

  /**
   * At least once: a file that was read or refused is left as it is. What is wrong with a file is
   * noted with it: STATEMENT_ACCOUNT_UNKNOWN, and STATEMENT_NOT_READABLE for amounts that are too
   * large, as well.
   *
   * @throws CodedError FORBIDDEN, and what the file store throws when the bytes are not there
   */
  async execute(actor: Actor, input: { fileId: string }): Promise<void> {
    permit(actor, 'statement.process');
    const key = statementFileKey(actor.cooperativeId ?? '', input.fileId);
    const bytes = await bytesOf(await this.files.get(key));
    try {
      await this.unitOfWork.run(actor, (tx) => this.#read(tx, input.fileId, bytes));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      await this.unitOfWork.run(actor, async (tx) => {
        const file = await statementStore.lockFile(tx, input.fileId);
        if (file?.state !== 'received') return;
        await statementStore.closeFile(tx, file.id, { state: 'refused', warnings: [], ...refusal });
      });
    }
  }

  async #read(tx: Tx, fileId: string, bytes: Uint8Array): Promise<void> {
    const file = await statementStore.lockFile(tx, fileId);
    if (file?.state !== 'received') return;
    const options = file.csvProfile === null ? {} : { profile: file.csvProfile };
    const read = readBankFile(bytes, options);
    const warnings: object[] = [...read.warnings];
    for (const statement of read.statements) {
      warnings.push(...(await this.#recordStatement(tx, fileId, statement)));
    }
    const { format, version } = read;
    await statementStore.closeFile(tx, fileId, { state: 'read', format, version, warnings });
  }

  async #recordStatement(tx: Tx, fileId: string, statement: Statement): Promise<object[]> {
    const account = await accountOf(tx, statement);
    await statementStore.lockAccount(tx, account.id);
    const { lines, leftOut } = bankLines(statement.entries, account.currency, statement.to);
    checkAmountRange(statement, lines);
    const known = await statementStore.knownIdentities(
      tx,
      account.id,
      lines.map(({ identity }) => identity),
    );
    const fresh = lines
      .filter(({ identity }) => !known.has(identity))
      .map((line) => Object.assign(line, { id: newId() }));
    const draft = statementDraft(fileId, account, statement);
    await statementStore.insertStatement(tx, draft, fresh.length, lines.length - fresh.length);
    const origin = { account, statementId: draft.id, source: null };
    const state = draft.balanced === 'unbalanced' ? 'flagged' : 'new';
    await bankLineStore.insert(tx, origin, state, fresh);
    announceRead(tx, draft.id, fresh.length, lines.length - fresh.length);
    if (draft.balanced === 'balanced') {
      // What an unsound statement said is confirmed by this one, and may be matched now.
      const confirmed = await statementStore.confirm(tx, account.id, [...known]);
      for (const [id, count] of confirmed) announceRead(tx, id, 0, count);
    }
    return leftOut.map((message) => ({ code: 'entry-left-out', message, line: null }));
  }
}

function announceRead(tx: Tx, statementId: string, linesNew: number, linesKnown: number): void {
  tx.announce(BankStatementRead.of(statementId, { statementId, linesNew, linesKnown }));
}

function statementDraft(
  fileId: string,
  account: BankAccountRow,
  statement: Statement,
): StatementDraft {
  return {
    id: newId(),
    fileId,
    bankAccountId: account.id,
    reference: statement.id,
    fromDate: statement.from,
    toDate: statement.to,
    openingMinor: statement.openingMinor,
    closingMinor: statement.closingMinor,
    balanced:
      statement.balanced === null ? 'unknown' : statement.balanced ? 'balanced' : 'unbalanced',
  };
}

/** The registered account that the statement is of. @throws CodedError STATEMENT_ACCOUNT_UNKNOWN */
async function accountOf(tx: Tx, statement: Statement): Promise<BankAccountRow> {
  const account = accountOfStatement(await bankAccountStore.all(tx), statement);
  if (account !== null) return account;
  throw bankingErrors.error(
    'STATEMENT_ACCOUNT_UNKNOWN',
    'The statement is of an account that is not registered here.',
  );
}

function refusalOf(error: unknown): { refusalCode: string; refusalMessage: string } | null {
  if (error instanceof BankFormatError) {
    const place = error.line === null ? '' : ` (line ${error.line})`;
    return { refusalCode: error.code, refusalMessage: `${error.message}${place}` };
  }
  if (error instanceof CodedError && error.kind === 'invalid') {
    return { refusalCode: error.code, refusalMessage: error.message };
  }
  return null;
}
