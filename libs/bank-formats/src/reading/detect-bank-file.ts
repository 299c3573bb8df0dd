import { TextDecoding } from '../model/text.js';
import { requireCsvGuess } from './csv-reader-for.js';
import { detectionChars, detectText, refuseBinary } from './detect.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { isZip, unzip } from './zip.js';
import type { StatementFormat } from '../model/statement.js';
import type { ReadOptions } from './read-options.js';

/** What a file seems to be. */
export interface BankFileDetection {
  readonly format: StatementFormat;
  /** `camt.053.001.08`, `102`, the CSV profile's name, or '' when the beginning does not tell. */
  readonly version: string;
  readonly encoding: string;
  /** 0 to 1. Formats that name themselves are certain; CSV profiles are guessed. */
  readonly confidence: number;
  /** What in the file gave it away. */
  readonly reason: string;
}

/**
 * Tells the format of a file by its beginning; 64 KB are enough.
 *
 * @throws BankFormatError `not-a-statement`, `format-unknown` or `empty-file` for anything else.
 */
export function detectBankFile(
  beginning: Uint8Array,
  options: ReadOptions = {},
): BankFileDetection {
  if (isZip(beginning)) return detectZipped(beginning, options);
  refuseBinary(beginning);
  const decoding = new TextDecoding(options.encoding);
  const bytes = beginning.subarray(0, detectionChars);
  const whole = bytes.length === beginning.length;
  let text = decoding.write(bytes);
  if (text === '' || (whole && bytes.length < detectionChars)) text += decoding.end();
  const { encoding } = decoding;
  const found = detectText(text);
  if (found !== null) return { ...found, encoding, confidence: 1 };
  const rows = bytes.length < detectionChars ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const { profile, confidence, reason } = requireCsvGuess(rows);
  return { format: 'csv', version: profile.name, encoding, confidence, reason };
}

/** The first statement within an archive, which has to be whole for it. */
function detectZipped(bytes: Uint8Array, options: ReadOptions): BankFileDetection {
  let refusal: BankFormatError | null = null;
  for (const { name, bytes: content } of unzip(bytes)) {
    try {
      if (isZip(content)) continue;
      const found = detectBankFile(content, options);
      return { ...found, reason: `${name} in a ZIP archive: ${found.reason}` };
    } catch (error) {
      if (!(error instanceof BankFormatError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new BankFormatError('not-a-statement', 'the ZIP archive holds no statement');
}
