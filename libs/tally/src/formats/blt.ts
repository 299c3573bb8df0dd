import { BltReader } from './blt-reader.js';
import type { FileFormat } from '../reading/file-format.js';

/** The ballot file of ERS and OpenSTV; see `BltReader` for what it may hold. */
export const blt: FileFormat = {
  names: ['blt', 'blt (nicknames)'],
  title: 'BLT (ERS, OpenSTV): rankings with weights, withdrawals, equal ranks, [tie], [nick]',
  extensions: ['.blt'],
  sniff: (start) => /^\uFEFF?(\s*#[^\n]*\n)*\s*\d+\s+\d+\s*(#[^\n]*)?\r?\n/.test(start),
  read: (bytes, context) => {
    const reader = new BltReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new BltReader(context),
};
