import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { BankFormatError, detectBankFile } from '@rochdale/bank-formats';
import {
  CONFIG,
  FileStore,
  keptWith,
  newId,
  permit,
  platformErrors,
  sha256Hex,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { ReadStatementFileJob } from '../banking.jobs.js';
import type { CsvProfileRow } from '../csv-profile/csv-profile.store.js';
import { knownCsvProfile } from '../csv-profile/known-csv-profile.js';
import type { SaidOfFile } from './statement-reading.js';
import { statementStore } from './statement.store.js';
import type { StatementFileRow } from './statement.store.js';

export interface ImportBankStatementInput extends SaidOfFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Draft = Parameters<typeof statementStore.insertFile>[1];
type Said = Pick<StatementFileRow, 'csvProfile' | 'bankAccountId' | 'monthFirst'>;

/** Where a statement file's bytes are kept. */
export function statementFileKey(cooperativeId: string, fileId: string): string {
  return `${cooperativeId}/statements/${fileId}`;
}

export async function bytesOf(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/**
 * Takes a bank's statement file in: kept as it is, read by the worker. The same file again is the
 * same file, and changes nothing; said to be read otherwise than it was, it is refused.
 */
@Injectable()
export class ImportBankStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: { readonly files: Pick<Config['files'], 'maxBytes'> },
  ) {}

  /** @throws CodedError FORBIDDEN, TOO_LARGE, FILE_EMPTY, STATEMENT_NOT_READABLE, CONFLICT,
   * BANK_ACCOUNT_NOT_FOUND, CSV_PROFILE_NOT_FOUND, STATEMENT_READ_OTHERWISE */
  async execute(
    actor: Actor,
    input: ImportBankStatementInput,
  ): Promise<{ file: StatementFileRow; isNew: boolean }> {
    permit(actor, 'statement.import');
    const { bytes, csvProfile = null, bankAccountId = null, monthFirst = null } = input;
    const said = { csvProfile, bankAccountId, monthFirst };
    if (bytes.length === 0) {
      throw platformErrors.error('FILE_EMPTY', 'The file is empty.', { path: ['file'] });
    }
    if (bytes.length > this.config.files.maxBytes) {
      throw platformErrors.error('TOO_LARGE', 'The file is too large.', { path: ['file'] });
    }
    if (csvProfile === null) refuseUnreadable(bytes);
    const sha256 = sha256Hex(bytes);
    const id = newId();
    const known = await this.unitOfWork.read(actor, async (tx) => {
      if (bankAccountId !== null) await bankAccountStore.require(tx, bankAccountId);
      const saved = await knownCsvProfile(tx, csvProfile);
      const file = await statementStore.fileByContent(tx, sha256);
      if (file !== null) refuseOtherReading(file, said, saved);
      return file;
    });
    if (known !== null) return { file: await this.#again(actor, known, said), isNew: false };
    const name = input.name.replaceAll(/[\p{C}/\\]/gu, '_').slice(-120);
    const draft = { id, name, sha256, sizeBytes: bytes.length, ...said };
    const key = statementFileKey(actor.cooperativeId ?? '', id);
    const taken = await keptWith(this.files, { key, bytes, mediaType: 'text/plain' }, () =>
      this.#take(actor, draft),
    );
    // Somebody was faster with the same file: theirs is kept, ours is not needed.
    if (!taken.isNew) await this.files.remove(key);
    return taken;
  }

  #take(actor: Actor, draft: Draft): Promise<{ file: StatementFileRow; isNew: boolean }> {
    const { id, sha256 } = draft;
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await statementStore.insertFile(tx, draft);
      if (file === null) {
        const winner = await statementStore.fileByContent(tx, sha256);
        if (winner === null) throw platformErrors.error('CONFLICT', 'Try again.');
        refuseOtherReading(winner, draft, null);
        return { file: winner, isNew: false };
      }
      const { cooperativeId } = tx;
      tx.enqueue(ReadStatementFileJob, { cooperativeId, fileId: id }, { key: id });
      return { file, isNew: true };
    });
  }

  /**
   * A file that was refused is read anew: its account may be registered by now, or the layout is
   * another. What was read stays as it is.
   */
  async #again(actor: Actor, known: StatementFileRow, said: Said): Promise<StatementFileRow> {
    if (known.state !== 'refused') return known;
    return this.unitOfWork.run(actor, async (tx) => {
      const reopened = await statementStore.reopen(tx, known.sha256, said);
      if (reopened === null) {
        // Somebody else's is read by now.
        const current = (await statementStore.fileByContent(tx, known.sha256)) ?? known;
        refuseOtherReading(current, said, null);
        return current;
      }
      const { cooperativeId, now } = tx;
      const key = `${known.id} ${now.toISOString()}`;
      tx.enqueue(ReadStatementFileJob, { cooperativeId, fileId: known.id }, { key });
      return reopened;
    });
  }
}

/** What is no statement is refused at the door, with the reader's own words. */
function refuseUnreadable(bytes: Uint8Array): void {
  try {
    detectBankFile(bytes);
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    throw bankingErrors.error('STATEMENT_NOT_READABLE', error.message, {
      path: ['file'],
      data: { formatCode: error.code, line: error.line, column: error.column },
    });
  }
}

/**
 * Whoever says that a file is to be read otherwise means to correct it. What it brought may be in
 * the books by now, so that it stays: but that is told. A refused file brought nothing.
 *
 * @throws CodedError STATEMENT_READ_OTHERWISE at what was said otherwise
 */
function refuseOtherReading(
  known: StatementFileRow,
  said: Said,
  saved: CsvProfileRow | null,
): void {
  if (known.state === 'refused') return;
  const isSavedSince = saved !== null && known.readAt !== null && saved.savedAt > known.readAt;
  const fields = ['csvProfile', 'monthFirst', 'bankAccountId'] as const;
  const other = fields.find((field) => known[field] !== said[field]);
  const field = other ?? (isSavedSince ? 'csvProfile' : null);
  if (field === null) return;
  throw bankingErrors.error(
    'STATEMENT_READ_OTHERWISE',
    `This file was put in before, with another ${field}: what it brought stays as it is. ` +
      'To have it read as you say now, fetch the same days from the bank once more as another ' +
      'file, of a day more or less: what was read rightly is known again, the rest comes in. ' +
      'Preview it first. Of lines that were read wrongly say that they are `suspense`, and take ' +
      'them back from there by a journal entry.',
    { path: [field] },
  );
}
