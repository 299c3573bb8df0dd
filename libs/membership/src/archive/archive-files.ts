import type { Attachment, ZipEntry } from '@rochdale/platform';
import { archivePage } from './archive-page.js';

type Values = Readonly<Record<string, unknown>>;

export interface ArchiveMatter {
  readonly cooperative: string;
  /** What the rooms hand over, as `ownData` gives it, with nothing masked. */
  readonly data: Values;
  /** By table, what the catalogue of personal data says is of the person. */
  readonly rows: Values;
  readonly receipts: readonly (Pick<Attachment, 'name'> & { readonly bytes: Buffer })[];
  /** Names of those whose bytes are not there any more. */
  readonly lost: readonly string[];
}

/** A path in the archive: numbered, so that two of one name are two files. */
const receiptName = (name: string, place: number): string =>
  `receipts/${place + 1}-${name.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '_')}`;

const text = (name: string, content: string): ZipEntry => ({ name, bytes: Buffer.from(content) });
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The files of a person's archive: for programs, for reading, and what they handed in. */
export function archiveFiles({ cooperative, data, rows, receipts, lost }: ArchiveMatter) {
  const names = receipts.map(({ name }, place) => receiptName(name, place));
  const page = archivePage(`What ${cooperative} keeps about you`, [
    {
      heading: 'By what it is for',
      says: 'The same is in data.json, for programs. Receipts lie in the folder beside it.',
      data,
    },
    { heading: 'Files', says: 'What you handed in.', data: { receipts: names, lost } },
    {
      heading: 'By where it is kept',
      says:
        'Each row that leads to you, with what in it is about you: “you” stands for you, and ' +
        'a number for anything else that has an id. The same is in rows.json.',
      data: rows,
    },
  ]);
  return [
    text('index.html', page),
    text('data.json', json(data)),
    text('rows.json', json(rows)),
    ...receipts.map(({ bytes }, place): ZipEntry => ({ name: names[place] ?? '', bytes })),
  ];
}
