import { CashManagementEndOfDayReport } from 'iso20022.js';
import mt940 from 'mt940-js';
import { parse as parseOfx } from 'ofx-js';
import { readBankFile, streamBankFile } from '@rochdale/bank-formats';
import { madeCamt, madeCamtPieces, madeCsv, madeMt940, madeOfx } from './made-files.js';

/** One figure of the bench. `ratio` is value by baseline; without a baseline both are null. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

/** The best of so many runs is reported, as the others measure the neighbours. */
const RUNS = 3;
const ENTRIES = 20_000;
const LARGE_ENTRIES = 1_000_000;
const LARGE_BYTES = 200_000_000;

interface Contest {
  readonly format: string;
  readonly text: string;
  readonly peer: { readonly name: string; readonly read: (text: string) => unknown } | null;
}

function contests(): Contest[] {
  const csv = madeCsv(
    ENTRIES,
    '"Date","Payee","Account number","Transaction type","Payment reference","Amount (EUR)",' +
      '"Amount (Foreign Currency)","Type Foreign Currency","Exchange Rate"',
    (nth) =>
      `"2026-01-${String(1 + (nth % 28)).padStart(2, '0')}","Member ${nth}",` +
      '"DE89370400440532013000","Income",' +
      `"Dues ${nth} for January","${1 + (nth % 997)}.50","","",""`,
  );
  return [
    {
      format: 'camt.053',
      text: madeCamt(ENTRIES),
      peer: {
        name: 'iso20022.js',
        read: (text) => CashManagementEndOfDayReport.fromXML(text),
      },
    },
    {
      format: 'MT940',
      text: madeMt940(ENTRIES),
      peer: { name: 'mt940-js', read: async (text) => mt940.read(Buffer.from(text)) },
    },
    {
      format: 'OFX 1',
      text: madeOfx(ENTRIES),
      peer: { name: 'ofx-js', read: async (text) => parseOfx(text) },
    },
    { format: 'CSV', text: csv, peer: null },
  ];
}

async function best(work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let attempt = 0; attempt < RUNS; attempt += 1) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least / 1000;
}

function figure(
  name: string,
  unit: string,
  value: number,
  baseline: number | null = null,
): BenchFigure {
  const rounded = (exact: number): number => Math.round(exact * 10) / 10;
  return {
    name,
    value: rounded(value),
    unit,
    baseline: baseline === null ? null : rounded(baseline),
    ratio: baseline === null ? null : Math.round((value / baseline) * 100) / 100,
  };
}

async function measured({ format, text, peer }: Contest): Promise<BenchFigure[]> {
  const bytes = Buffer.from(text);
  const entries = readBankFile(bytes).statements.flatMap((statement) => statement.entries).length;
  if (entries !== ENTRIES) throw new Error(`${format}: ${entries} entries were read`);
  const seconds = await best(() => readBankFile(bytes));
  const megabytes = bytes.length / 1_000_000;
  const beside = peer === null ? null : await best(async () => peer.read(text));
  const against = peer === null ? '' : `, beside ${peer.name}`;
  return [
    figure(`${format}${against}`, 'MB/s', megabytes / seconds, beside && megabytes / beside),
    figure(`${format}${against}`, 'entries/s', ENTRIES / seconds, beside && ENTRIES / beside),
  ];
}

/** The large file: it never exists as a whole, and neither do its entries. */
async function large(): Promise<BenchFigure[]> {
  const start = performance.now();
  let entries = 0;
  let most = 0;
  for await (const event of streamBankFile(madeCamtPieces(LARGE_ENTRIES, LARGE_BYTES))) {
    if (event.kind !== 'entry') continue;
    entries += 1;
    if (entries % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  if (entries !== LARGE_ENTRIES) throw new Error(`${entries} entries were streamed`);
  const seconds = (performance.now() - start) / 1000;
  return [
    figure('camt.053 of 200 MB and a million entries, streamed (15 s allowed)', 's', seconds, 15),
    figure('memory of the process meanwhile (300 MB allowed)', 'MB', most / 1_000_000, 300),
  ];
}

/**
 * How fast files of each format are read, beside the npm parsers that manage the same file, and
 * what the largest file that the library promises to read takes. The large one goes first, while
 * the process is small.
 */
export async function run(): Promise<BenchFigure[]> {
  const figures = await large();
  for (const contest of contests()) figures.push(...(await measured(contest)));
  return figures;
}
