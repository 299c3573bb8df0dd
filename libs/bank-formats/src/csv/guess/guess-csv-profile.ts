import { BankFormatError } from '../../model/bank-format.errors.js';
import { csvProfiles } from '../csv-profiles.js';
import { layOver } from '../csv-layout.js';
import type { CsvGuess } from './csv-guess.js';
import type { CsvProfile } from '../profiles/csv-profile.js';
import type { CsvRow } from '../csv-scan.js';
import { parseCsvTable } from '../csv-table.js';
import { readableRows, writingsOf } from '../csv-writing.js';
import { inferCsvProfile } from './infer-csv-profile.js';

/** How much of a file is looked at. */
const sampleChars = 65_536;
const sampleRows = 200;

/** Parses the sample once for each delimiter. */
class Sample {
  readonly #text: string;
  readonly #tables = new Map<string, readonly CsvRow[]>();

  constructor(text: string) {
    this.#text = text.slice(0, sampleChars);
  }

  rows(delimiter: string): readonly CsvRow[] {
    const known = this.#tables.get(delimiter);
    if (known !== undefined) return known;
    const rows = (this.#parse(delimiter, false) ?? this.#parse(delimiter, true) ?? []).slice(
      0,
      sampleRows,
    );
    this.#tables.set(delimiter, rows);
    return rows;
  }

  /** A quotation that does not end may have been cut by the sample's end. */
  #parse(delimiter: string, partial: boolean): readonly CsvRow[] | null {
    try {
      return parseCsvTable(this.#text, delimiter, partial);
    } catch (error) {
      if (error instanceof BankFormatError) return null;
      throw error;
    }
  }
}

function rate(profile: CsvProfile, sample: Sample): CsvGuess | null {
  for (const delimiter of profile.delimiters) {
    const layout = layOver(profile, sample.rows(delimiter));
    if (layout === null) continue;
    const rows = layout.rows.length;
    const read = Math.max(...writingsOf(profile).map((writing) => readableRows(layout, writing)));
    const share = rows === 0 ? 1 : read / rows;
    const named = profile.header.kind === 'names';
    const known = named ? 0.7 : 0.4 + 0.05 * Object.keys(profile.header.shapes).length;
    const sign = named
      ? `the header has the ${profile.header.required.length} columns of ${profile.title}`
      : `there is no header and the columns look like those of ${profile.title}`;
    const confidence = rows === 0 ? known / 2 : known + 0.25 * share;
    if (share < 0.5) continue;
    return {
      profile,
      confidence: Math.round(confidence * 100) / 100,
      reason: `${sign}; ${read} of ${rows} rows have a day and an amount`,
    };
  }
  return null;
}

/** Columns by which a profile knows its file: among equals the one that asks for most is right. */
function demands({ profile: { header } }: CsvGuess): number {
  return header.kind === 'names' ? header.required.length : Object.keys(header.shapes).length;
}

/**
 * Proposes a profile for the text of a CSV file: a shipped one when the file fits it, else one that
 * is inferred from the headers' words and the cells' forms. Null when nothing looks like entries.
 */
export function guessCsvProfile(text: string): CsvGuess | null {
  const sample = new Sample(text);
  const fits = csvProfiles
    .flatMap((profile) => rate(profile, sample) ?? [])
    .sort((one, other) => other.confidence - one.confidence || demands(other) - demands(one));
  const [best] = fits;
  if (best !== undefined && best.confidence >= 0.5) return best;
  return inferCsvProfile((delimiter) => sample.rows(delimiter)) ?? best ?? null;
}
