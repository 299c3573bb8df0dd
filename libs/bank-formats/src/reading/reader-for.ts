import { CamtReader } from '../camt/camt-reader.js';
import { CodaReader } from '../coda/coda-reader.js';
import { MtReader } from '../mt940/mt-reader.js';
import { OfxReader } from '../ofx/ofx-reader.js';
import { QifReader } from '../qif/qif-reader.js';
import type { ReadOptions } from './read-options.js';
import type { BankFileSink, FormatReader, WarningLog } from '../model/statement-sink.js';
import type { StatementFormat } from '../model/statement.js';

/** A reader that also says where warnings about the whole file go. */
export type FileReader = FormatReader & { readonly log: WarningLog };

/** The reader of a format that shows itself; CSV does not and has readers of its own. */
export function readerFor(
  format: StatementFormat,
  sink: BankFileSink,
  options: ReadOptions = {},
): FileReader | null {
  switch (format) {
    case 'camt.052':
    case 'camt.053':
    case 'camt.054':
      return new CamtReader(sink);
    case 'mt940':
    case 'mt942':
      return new MtReader(sink);
    case 'ofx':
      return new OfxReader(sink);
    case 'coda':
      return new CodaReader(sink);
    case 'qif':
      return new QifReader(sink, options.monthFirst);
    default:
      return null;
  }
}
