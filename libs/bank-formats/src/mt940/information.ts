import { referencesIn } from '../reference/remittance.js';
import { germanInformation } from './german-information.js';
import { noInformation, textLines } from './information-parts.js';
import { namedInformation } from './named-information.js';
import { slashInformation } from './slash-information.js';
import type { Information } from './information-parts.js';

/**
 * Reads `:86:` in whichever dialect it is: numbered sub-fields (German, Austrian, Polish, Swiss
 * and Triodos banks), words between slashes (SWIFT, Dutch banks), named parts (mBank, Knab, ASN,
 * Penta), or free text.
 */
export function readInformation(lines: readonly string[]): Information {
  if (!lines.some((line) => line.trim() !== '')) return noInformation;
  const read = germanInformation(lines) ??
    slashInformation(lines) ??
    namedInformation(lines) ?? { ...noInformation, free: textLines(lines) };
  if (read.structured.length > 0) return read;
  const structured = read.free.flatMap((text) => referencesIn(text));
  return structured.length === 0 ? read : { ...read, structured };
}
