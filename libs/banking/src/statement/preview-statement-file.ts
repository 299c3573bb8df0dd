import { Injectable } from '@nestjs/common';
import { BankFormatError, readBankFile } from '@rochdale/bank-formats';
import type { BankFile, Statement } from '@rochdale/bank-formats';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { knownCsvProfile } from '../csv-profile/known-csv-profile.js';
import { accountOfStatement, ofNamedAccount } from './account-of-statement.js';
import { readOptions } from './statement-reading.js';
import type { SaidOfFile } from './statement-reading.js';

/** What one statement would bring. Amounts are minor units of its account's currency. */
export interface StatementPreview {
  /** Null when no registered account is the statement's: it would be refused. */
  readonly bankAccountId: string | null;
  /** As the file itself states it. */
  readonly accountNumber: string | null;
  readonly currency: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint | null;
  readonly balanced: boolean | null;
  readonly entries: number;
  /** The first hundred of its entries. */
  readonly lines: readonly LinePreview[];
}

export interface LinePreview {
  readonly bookingDate: string | null;
  readonly amountMinor: bigint;
  readonly currency: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly remittance: string;
  readonly status: string;
}

export interface FilePreview extends Pick<BankFile, 'format' | 'version' | 'warnings'> {
  readonly statements: readonly StatementPreview[];
}

/** A preview is for reading: so many lines of each statement are shown, and so many statements. */
const linesMax = 100;
const statementsMax = 100;

/** Says what a statement file would bring, and changes nothing. */
@Injectable()
export class PreviewStatementFile {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN, STATEMENT_NOT_READABLE, BANK_ACCOUNT_NOT_FOUND,
   * STATEMENT_OF_OTHER_ACCOUNT, CSV_PROFILE_NOT_FOUND
   */
  async execute(actor: Actor, bytes: Uint8Array, said: SaidOfFile): Promise<FilePreview> {
    permit(actor, 'statement.import');
    return this.unitOfWork.read(actor, async (tx) => {
      const read = await readSaid(tx, bytes, said);
      const accounts = await bankAccountStore.all(tx);
      const named = ofNamedAccount(read, accounts, said.bankAccountId ?? null);
      const shown = named.statements.slice(0, statementsMax);
      const statements = shown.map((statement, at) => ({
        ...preview(accounts, statement),
        accountNumber: statedNumber(read.statements[at] ?? statement),
      }));
      const { format, version, warnings } = read;
      return { format, version, warnings: warnings.slice(0, linesMax), statements };
    });
  }
}

async function readSaid(tx: Tx, bytes: Uint8Array, said: SaidOfFile): Promise<BankFile> {
  const saved = await knownCsvProfile(tx, said.csvProfile ?? null);
  try {
    return readBankFile(bytes, readOptions(said, saved));
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    throw bankingErrors.error('STATEMENT_NOT_READABLE', error.message, {
      path: ['file'],
      data: { formatCode: error.code, line: error.line, column: error.column },
    });
  }
}

const statedNumber = ({ account: { iban, other } }: Statement): string | null =>
  iban ?? other ?? null;

function preview(
  accounts: readonly BankAccountRow[],
  statement: Statement,
): Omit<StatementPreview, 'accountNumber'> {
  const account = accountOfStatement(accounts, statement);
  const { currency, from, to, openingMinor, closingMinor, balanced, entries } = statement;
  return {
    bankAccountId: account?.id ?? null,
    currency: currency ?? account?.currency ?? null,
    from,
    to,
    openingMinor,
    closingMinor,
    balanced,
    entries: entries.length,
    lines: entries.slice(0, linesMax).map((entry) => ({
      bookingDate: entry.bookingDate,
      amountMinor: entry.amountMinor,
      currency: entry.currency ?? account?.currency ?? null,
      counterpartyName: entry.counterparty?.name ?? null,
      counterpartyAccount: entry.counterparty?.account ?? null,
      remittance: entry.remittance.free.join(' '),
      status: entry.status,
    })),
  };
}
