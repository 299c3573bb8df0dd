import type { ZipEntry } from '@rochdale/platform';
import { archivePage } from './archive-page.js';

type Values = Readonly<Record<string, unknown>>;

export interface ArchiveMatter {
  readonly cooperative: string;
  /** What the rooms hand over, as `ownData` gives it, with nothing masked. */
  readonly data: Values;
  /** By table, what the catalogue of personal data says is of the person. */
  readonly rows: Values;
}

/** The files that a person handed in: where in the archive, and which the store has no more. */
export interface ArchivedReceipts {
  readonly receipts: readonly string[];
  readonly lost: readonly string[];
}

/** A path in the archive: numbered, so that two of one name are two files. */
export const receiptName = (name: string, place: number): string =>
  `receipts/${place + 1}-${name.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '_')}`;

const text = (name: string, content: string): ZipEntry => ({ name, content: Buffer.from(content) });
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The files of a person's archive: for programs, for reading. What they handed in lies beside. */
export function archiveFiles(
  { cooperative, data, rows }: ArchiveMatter,
  { receipts, lost }: ArchivedReceipts,
): readonly ZipEntry[] {
  const page = archivePage(`What ${cooperative} keeps about you`, [
    {
      heading: 'By what it is for',
      says: 'The same is in data.json, for programs. Receipts lie in the folder beside it.',
      data,
    },
    { heading: 'Files', says: 'What you handed in.', data: { receipts, lost } },
    {
      heading: 'By where it is kept',
      says:
        'Each row that leads to you, with what in it is about you: “you” stands for you, and ' +
        'a number for anything else that has an id. The same is in rows.json.',
      data: rows,
    },
  ]);
  return [text('index.html', page), text('data.json', json(data)), text('rows.json', json(rows))];
}
