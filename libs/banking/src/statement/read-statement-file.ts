import { Injectable } from '@nestjs/common';
import { BankFormatError, readBankFile } from '@rochdale/bank-formats';
import type { BankFile, Statement } from '@rochdale/bank-formats';
import { CodedError, FileStore, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { BankLineDecided, BankStatementRead } from '../banking.events.js';
import { bankLines } from '../bank-line/bank-line.js';
import { bankLineStore } from '../bank-line/bank-line.store.js';
import { lockIfFromErased } from '../erased/lock-erased.js';
import { entryLineStore } from '../sighting/entry-line.store.js';
import type { ChangedLine } from '../sighting/entry-line.store.js';
import { accountOfStatement, ofNamedAccount } from './account-of-statement.js';
import type { TellingHead } from '../telling/account-telling.js';
import { settleEntries } from '../sighting/settle-entries.js';
import { tellSumsApart } from '../sighting/tell-sums-apart.js';
import type { SumInParts } from '../sighting/tell-sums-apart.js';
import { sightingStore } from '../sighting/sighting.store.js';
import { takenFrom } from '../sighting/take-statement.js';
import type { Taken } from '../sighting/take-statement.js';
import { entriesOf } from '../sighting/told-entry.js';
import type { EntryWithLines } from '../sighting/told-entry.js';
import { checkAmountRange } from './amount-range.js';
import { readOptions } from './statement-reading.js';
import type { SaidOfFile } from './statement-reading.js';
import { csvProfileStore } from '../csv-profile/csv-profile.store.js';
import { bytesOf, statementFileKey } from './import-bank-statement.js';
import { keptRefusal, keptWarning } from './kept-warning.js';
import type { KeptRefusal, KeptWarning } from './kept-warning.js';
import { missingBefore } from './missing-before.js';
import { statementStore } from './statement.store.js';
import type { StatementDraft } from './statement.store.js';

/** A file, and the account that one of its statements is of. */
interface FileTold {
  readonly id: string;
  /** Of the file in the archive, where it is one. */
  readonly format: string;
  readonly account: BankAccountRow;
  /** Its name in the telling: each file of an archive has one of its own. */
  readonly name: string;
  /** The names of those that the statements read so far stood in, by the statements' ids. */
  readonly names: Map<string, string>;
}

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
   * noted with it: STATEMENT_ACCOUNT_UNKNOWN, STATEMENT_OF_OTHER_ACCOUNT, BANK_ACCOUNT_NOT_FOUND,
   * and STATEMENT_NOT_READABLE for amounts that are too large, as well.
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
        await statementStore.closeFile(tx, file.id, { state: 'refused', warnings: [], refusal });
      });
    }
  }

  async #read(tx: Tx, fileId: string, bytes: Uint8Array): Promise<void> {
    const file = await statementStore.lockFile(tx, fileId);
    if (file?.state !== 'received') return;
    const accounts = await bankAccountStore.all(tx);
    const read = await readSaid(tx, bytes, file, accounts);
    const warnings = read.warnings.map(keptWarning.ofReader);
    const told = read.statements.map((statement) => accountOf(accounts, statement));
    await bankLineStore.lockAccounts(
      tx,
      told.map(({ id }) => id),
    );
    const names = new Map<string, string>();
    for (const [at, statement] of read.statements.entries()) {
      const account = told[at] as BankAccountRow;
      const { packed } = statement;
      const format = packed?.format ?? read.format;
      const name = packed === undefined ? fileId : `${fileId} ${packed.place}`;
      const one = { id: fileId, format, account, name, names };
      warnings.push(...(await this.#recordStatement(tx, one, statement)));
    }
    const { format, version } = read;
    await statementStore.closeFile(tx, fileId, { state: 'read', format, version, warnings });
  }

  async #recordStatement(tx: Tx, file: FileTold, statement: Statement): Promise<KeptWarning[]> {
    const { account } = file;
    const { lines, origins, leftOut } = bankLines(
      statement.entries,
      account.currency,
      statement.to,
    );
    checkAmountRange(statement, lines);
    const draft = statementDraft(file, statement);
    const entries = entriesOf(file.format, lines, origins);
    const state = draft.balanced === 'unbalanced' ? 'flagged' : 'new';
    const head = { ...headOf(draft, file.format), fileId: file.name };
    const own = { bankAccountId: account.id, files: file.names };
    const taken = await takenFrom(tx, own, head, entries, state);
    file.names.set(draft.id, file.name);
    const { known, unclear } = taken;
    const fresh = taken.lines.length;
    await statementStore.insertStatement(tx, draft, {
      linesNew: fresh,
      linesKnown: known,
      linesUnclear: unclear,
    });
    await bankLineStore.insert(tx, { account, statementId: draft.id, source: null }, taken.lines);
    await sightingStore.insert(tx, draft.id, taken.sightings);
    announceRead(tx, draft.id, fresh, known);
    const repeated = await this.#settleEarlier(tx, account.id, draft, taken);
    await this.#enrich(tx, entries, taken);
    const apart = await this.#tellSumsApart(tx, draft, account, sumsIn(entries, taken));
    return [
      ...leftOut.map(keptWarning.ofLeftOut),
      ...taken.lines.filter(({ state }) => state === 'unclear').map(keptWarning.ofUnclear),
      ...repeated,
      ...apart,
      ...(await missingBefore(tx, account, draft)),
    ];
  }

  /** What this statement decides of lines that earlier ones brought. */
  async #settleEarlier(
    tx: Tx,
    bankAccountId: string,
    draft: StatementDraft,
    { knownIds, confirmed, repeated }: Taken,
  ): Promise<KeptWarning[]> {
    const counts = new Map<string, number>();
    const changed = await settleEntries(tx, confirmed, repeated);
    for (const { statementId, state } of changed) {
      if (statementId === null || state !== 'new') continue;
      counts.set(statementId, (counts.get(statementId) ?? 0) + 1);
    }
    if (draft.balanced === 'balanced') {
      // What an unsound statement said is confirmed by this one, and may be matched now.
      for (const [id, count] of await statementStore.confirm(tx, bankAccountId, knownIds)) {
        counts.set(id, (counts.get(id) ?? 0) + count);
      }
    }
    for (const [id, count] of counts) announceRead(tx, id, 0, count);
    return changed.flatMap((line) => announceRepeated(tx, line));
  }

  /** What earlier files told as a sum is its payments now, or shows them. */
  async #tellSumsApart(
    tx: Tx,
    { id: statementId, balanced }: StatementDraft,
    account: BankAccountRow,
    sums: readonly SumInParts[],
  ): Promise<KeptWarning[]> {
    if (sums.length === 0) return [];
    const origin = { account, statementId, source: null };
    const told = await tellSumsApart(tx, origin, sums, balanced !== 'unbalanced');
    return told.map(keptWarning.ofSum);
  }

  /** A line that waits learns what a later file knows of it, and is looked at again. */
  async #enrich(tx: Tx, entries: readonly EntryWithLines[], { retold }: Taken): Promise<void> {
    const told = retold.flatMap(({ place, entryId }) => {
      const own = entries[place]?.lines ?? [];
      const [line] = own;
      return line === undefined || own.length > 1 ? [] : [{ ...line, entryId }];
    });
    const changed = await entryLineStore.enrich(tx, told);
    // A file that told no account may be followed by one that does.
    await lockIfFromErased(
      tx,
      changed.map(({ id }) => id),
    );
    const again = changed.flatMap(({ statementId, state }) =>
      statementId === null || state !== 'new' ? [] : [statementId],
    );
    for (const id of new Set(again)) announceRead(tx, id, 0, 0);
  }
}

/** What is known as one line, and is told as several. */
const sumsIn = (entries: readonly EntryWithLines[], { retold }: Taken): SumInParts[] =>
  retold.flatMap(({ place, entryId }) => {
    const parts = entries[place]?.lines ?? [];
    return parts.length > 1 ? [{ entryId, parts }] : [];
  });

function headOf(draft: StatementDraft, format: string): Omit<TellingHead, 'fileId'> {
  const { reference, sequence, fromDate, toDate, openingMinor, closingMinor } = draft;
  const isProven = draft.balanced === 'balanced' && openingMinor !== null && closingMinor !== null;
  const span = isProven ? { openingMinor, closingMinor } : null;
  return { format, reference, sequence, from: fromDate, to: toDate, span };
}

/** A line that counts no more by the word of a statement: nobody is left to find that out. */
function announceRepeated(tx: Tx, line: ChangedLine): KeptWarning[] {
  const { id, state, rivalLineId } = line;
  if (state !== 'repeated') return [];
  tx.announce(BankLineDecided.of(id, { lineId: id, sameAsLineId: rivalLineId }));
  return [keptWarning.ofRepeated(line)];
}

function announceRead(tx: Tx, statementId: string, linesNew: number, linesKnown: number): void {
  tx.announce(BankStatementRead.of(statementId, { statementId, linesNew, linesKnown }));
}

function statementDraft(file: FileTold, statement: Statement): StatementDraft {
  return {
    id: newId(),
    fileId: file.id,
    format: file.format,
    bankAccountId: file.account.id,
    reference: statement.id,
    sequence: statement.sequence,
    fromDate: statement.from,
    toDate: statement.to,
    openingMinor: statement.openingMinor,
    closingMinor: statement.closingMinor,
    balanced:
      statement.balanced === null ? 'unknown' : statement.balanced ? 'balanced' : 'unbalanced',
  };
}

/** The file as whoever put it in said that it is to be read. */
async function readSaid(
  tx: Tx,
  bytes: Uint8Array,
  said: SaidOfFile,
  accounts: readonly BankAccountRow[],
): Promise<BankFile> {
  const { csvProfile = null, bankAccountId = null } = said;
  const saved = csvProfile === null ? null : await csvProfileStore.byName(tx, csvProfile);
  const read = readBankFile(bytes, readOptions(said, saved));
  return ofNamedAccount(read, accounts, bankAccountId);
}

/** The registered account that a statement is of. @throws CodedError STATEMENT_ACCOUNT_UNKNOWN */
function accountOf(accounts: readonly BankAccountRow[], statement: Statement): BankAccountRow {
  const account = accountOfStatement(accounts, statement);
  if (account !== null) return account;
  const { iban, other } = statement.account;
  const named = [iban ?? other ?? 'an account without a number', statement.currency ?? ''];
  const message = `The statement is of ${named.join(' ').trim()}, which is not registered here.`;
  throw bankingErrors.error('STATEMENT_ACCOUNT_UNKNOWN', message, { path: ['file'] });
}

function refusalOf(error: unknown): KeptRefusal | null {
  if (error instanceof BankFormatError) return keptRefusal.ofReader(error);
  const isInvalid = error instanceof CodedError && error.kind === 'invalid';
  return isInvalid ? keptRefusal.ofCoded(error) : null;
}
