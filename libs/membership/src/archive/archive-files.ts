import { Readable } from 'node:stream';
import type { ZipEntry } from '@rochdale/platform';
import { archiveJson } from './archive-json.js';
import { archivePage } from './archive-page.js';

type Values = Readonly<Record<string, unknown>>;

export interface ArchiveMatter {
  readonly cooperative: string;
  /** What the rooms hand over, as `ownData` gives it, with nothing masked. */
  readonly data: Values;
  /** By table, what the catalogue of personal data says is of the person. */
  readonly rows: Values;
}

/**
 * The files that a person handed in, or may open as they are about them: where in the archive, and
 * which the store has no more.
 */
export interface ArchivedReceipts {
  readonly receipts: readonly string[];
  readonly lost: readonly string[];
}

/** A path in the archive: numbered, so that two of one name are two files. */
export const receiptName = (name: string, place: number): string =>
  `receipts/${place + 1}-${name.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '_')}`;

/** So many letters go to the archive at once. */
const atOnce = 32_768;

function* inPieces(parts: Iterable<string>): Generator<Buffer> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < atOnce) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** Written as it is read: no file of the archive is in memory as a whole. */
const text = (name: string, parts: Iterable<string>): ZipEntry => ({
  name,
  content: Readable.from(inPieces(parts), { highWaterMark: 1 }),
});

/** The files of a person's archive: for programs, for reading. Receipts lie beside. */
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
    {
      heading: 'Files',
      says: 'What you handed in, and the receipts of what others claimed for you.',
      data: { receipts, lost },
    },
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
    text('data.json', archiveJson(data)),
    text('rows.json', archiveJson(rows)),
  ];
}
