import { Injectable } from '@nestjs/common';
import { CodedError, FileStore, isId, platformErrors } from '@rochdale/platform';
import { z } from 'zod';
import type { ErasureRow } from './erasure.store.js';

const listed = z.object({
  version: z.literal(1),
  erasures: z.array(
    z.object({
      memberId: z.uuid(),
      accountId: z.uuid().nullable(),
      erasedAt: z.coerce.date(),
      // Lists of before do not have it.
      removesTexts: z.boolean().default(false),
    }),
  ),
});

/** Who was erased, and kept what they wrote unless it says otherwise. */
type ListedErasure = Omit<ErasureRow, 'removesTexts'> & Partial<ErasureRow>;

/** Hears of a file of the list that says of nobody that they were erased: foreign, or cut off. */
export type PassBy = (key: string) => void;

/** One file for all, as versions before wrote it: read still, and written to no more. */
const formerKeyOf = (cooperativeId: string): string => `erasures/${cooperativeId}`;

/** Beside it, as a file cannot be a folder as well. Its files are named by random ids. */
const folderOf = (cooperativeId: string): string => `erasures/of-${cooperativeId}`;

/** Of those whose texts are removed there is a second file: a slower writer does not know of it. */
const textsFolderOf = (cooperativeId: string): string => `erasures/texts-of-${cooperativeId}`;

/** Of accounts, which belong to no co-operative, the names of the files say all. */
const accountsFolder = 'erasures/accounts';

/** Those of them whose person asked for it: what invites them ends as well. */
const askedFolder = 'erasures/asked-accounts';

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** What a file says, if it says who was erased. */
function rowsIn(text: string): ErasureRow[] | null {
  try {
    return listed.parse(JSON.parse(text)).erasures;
  } catch {
    return null;
  }
}

/**
 * Who was erased, kept beside the files as well: a dump knows only those of before it was made. Ids
 * and instants, nothing else, and a file for each: none is read to write another, so that nothing
 * is held meanwhile, and no writer takes away what another wrote. What may be said later, that
 * texts are removed, is a file of its own, which is never written to say less.
 */
@Injectable()
export class ErasureList {
  constructor(private readonly files: FileStore) {}

  /**
   * Those of files of before first, and each once. What no file of the list is, or not the whole of
   * one, is kept as it is: the others are read all the same.
   */
  async read(cooperativeId: string, passBy: PassBy = () => undefined): Promise<ErasureRow[]> {
    const known = new Map<string, ErasureRow>();
    const former = formerKeyOf(cooperativeId);
    for (const key of [former, ...(await this.#keys(cooperativeId))]) {
      const rows = await this.#rowsOf(key);
      // A file for each tells of whom it is named by, and of nobody else.
      const isWhole = key === former || (rows?.length === 1 && rows[0]?.memberId === nameOf(key));
      if (rows === null || !isWhole) {
        passBy(key);
        continue;
      }
      for (const one of rows) {
        const before = known.get(one.memberId);
        if (before === undefined) known.set(one.memberId, one);
        else if (one.removesTexts) known.set(one.memberId, { ...before, removesTexts: true });
      }
    }
    return [...known.values()];
  }

  /**
   * Of whom it tells, which the names of the files say alone.
   *
   * @throws CodedError UNAVAILABLE where the file of before cannot be read: it may name anybody
   */
  async memberIds(cooperativeId: string): Promise<string[]> {
    const key = formerKeyOf(cooperativeId);
    const former = await this.#rowsOf(key);
    if (former === null) {
      throw platformErrors.error('UNAVAILABLE', `The file ${key} is not the whole list.`);
    }
    const named = (await this.#keys(cooperativeId)).map(nameOf).filter((id) => isId(id));
    return [...new Set([...former.map(({ memberId }) => memberId), ...named])];
  }

  /** Adds to the list; nobody ever goes from it, also not those whom the database forgot. */
  async add(cooperativeId: string, erasure: ListedErasure): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ version: 1, erasures: [erasure] }));
    const folders = [folderOf(cooperativeId)];
    // First, and whole: who dies before the other file is written has said everything.
    if (erasure.removesTexts === true) folders.unshift(textsFolderOf(cooperativeId));
    for (const folder of folders) {
      await this.files.put(`${folder}/${erasure.memberId}`, bytes, 'application/json');
    }
  }

  /**
   * As `add`, before whoever is erased is told that they are: a back-up that is restored in the
   * next minute does not bring them back unseen. Where it cannot be written, the job of the erasure
   * writes it, and tries until it can.
   *
   * @param isAsked whether the account's person asked that it goes, by a confirmed address
   */
  async addSoon(cooperativeId: string, erasure: ListedErasure, isAsked: boolean): Promise<void> {
    const { accountId } = erasure;
    try {
      await this.add(cooperativeId, erasure);
    } catch {
      return;
    }
    if (accountId !== null) await this.addAccountSoon(accountId, isAsked);
  }

  /** As `addSoon`, of an account. */
  async addAccountSoon(accountId: string, isAsked: boolean): Promise<void> {
    try {
      if (isAsked) await this.addAskedAccount(accountId);
      await this.addAccount(accountId);
    } catch {
      // It is said by the job that writes it as well.
    }
  }

  /** The accounts that were erased, with members or by themselves. */
  async accountIds(passBy: PassBy = () => undefined): Promise<string[]> {
    return this.#idsIn(accountsFolder, passBy);
  }

  /** Of those the ones whose person asked for it, by a confirmed address. */
  async askedAccountIds(passBy: PassBy = () => undefined): Promise<string[]> {
    return this.#idsIn(askedFolder, passBy);
  }

  /** Before `addAccount`, of an account whose person asked for it. */
  async addAskedAccount(accountId: string): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ version: 1, accountId }));
    await this.files.put(`${askedFolder}/${accountId}`, bytes, 'application/json');
  }

  /** As `add`, of an account. */
  async addAccount(accountId: string): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ version: 1, accountId }));
    await this.files.put(`${accountsFolder}/${accountId}`, bytes, 'application/json');
  }

  async #idsIn(folder: string, passBy: PassBy): Promise<string[]> {
    const keys = await this.files.list(folder);
    for (const key of keys) if (!isId(nameOf(key))) passBy(key);
    return keys.map(nameOf).filter((id) => isId(id));
  }

  async #keys(cooperativeId: string): Promise<string[]> {
    const folders = [folderOf(cooperativeId), textsFolderOf(cooperativeId)];
    return (await Promise.all(folders.map((one) => this.files.list(one)))).flat();
  }

  /** Null where it does not say who was erased; nobody where there is no such file. */
  async #rowsOf(key: string): Promise<ErasureRow[] | null> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of await this.files.get(key)) {
        chunks.push(Buffer.from(chunk as Uint8Array));
      }
      return rowsIn(Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
      if (error instanceof CodedError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }
}
