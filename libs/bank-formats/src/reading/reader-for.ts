import { CamtReader } from '../camt/camt-reader.js';
import { MtReader } from '../mt940/mt-reader.js';
import { OfxReader } from '../ofx/ofx-reader.js';
import type { BankFileSink, FormatReader, WarningLog } from '../model/statement-sink.js';
import type { StatementFormat } from '../model/statement.js';

/** A reader that also says where warnings about the whole file go. */
export type FileReader = FormatReader & { readonly log: WarningLog };

/** The reader of a format that shows itself; CSV does not and has readers of its own. */
export function readerFor(format: StatementFormat, sink: BankFileSink): FileReader | null {
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
    default:
      return null;
  }
}
