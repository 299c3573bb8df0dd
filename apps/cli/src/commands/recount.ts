import { readFileSync } from 'node:fs';
import { checkFile, findReceipt } from '@rochdale/governance';
import type { Checked, CheckedFile, ReceiptFinding } from '@rochdale/governance';
import type { CliCommand } from '../command.js';
import { UnusableInput } from '../command.js';
import { writeText } from '../tally/write-text.js';

const usage = `usage: recount FILE [--receipt R] [--json]
Counts a vote again from the file of GET /v1/recounts/ID alone, and checks everything in it.
  --receipt R  looks for the receipt of a ballot in the published list
Exit code 0: it holds, and the receipt is there; 1: it does not; 2: the input is not usable.
`;

interface Asked {
  readonly file: string;
  readonly receipt: string | null;
  readonly asJson: boolean;
}

function receiptIn(text: string | undefined): string {
  const receipt = text?.trim().toLowerCase() ?? '';
  if (/^[0-9a-f]{64}$/.test(receipt)) return receipt;
  throw new UnusableInput('a receipt has 64 digits from 0 to 9 and a to f');
}

function asked(args: readonly string[]): Asked {
  const files: string[] = [];
  let receipt: string | null = null;
  let asJson = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--json') asJson = true;
    else if (word === '--receipt') receipt = receiptIn(args[(at += 1)]);
    else if (word.startsWith('--receipt=')) receipt = receiptIn(word.slice('--receipt='.length));
    else if (word.startsWith('--')) throw new UnusableInput(`'${word}' is not heeded; see --help`);
    else files.push(word);
  }
  const [file, other] = files;
  if (file === undefined) throw new UnusableInput('which file? see recount --help');
  if (other !== undefined) throw new UnusableInput(`one file at a time, not also '${other}'`);
  return { file, receipt, asJson };
}

/** The file as text. What is no UTF-8 is no such file. */
function textOf(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UnusableInput(error instanceof Error ? error.message : `cannot read ${path}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnusableInput(`${path} is not written in UTF-8`);
  }
}

const marks: Readonly<Record<Checked['state'], string>> = {
  holds: 'holds',
  fails: 'FAILS',
  open: 'open ',
};

function lineOf({ check, state, place, says }: Checked): string {
  const where = place === null ? '' : `${place}: `;
  return `  ${marks[state]}  ${check.padEnd(11)} ${where}${says}`;
}

const receiptSays: Readonly<Record<ReceiptFinding, string>> = {
  counted: 'receipt: it is in the list, and its ballot counts',
  superseded: 'receipt: it is in the list; its voter cast another ballot in its place',
  unknown: 'receipt: it is NOT in the list',
};

/** Names come from whoever wrote the file: nothing of them steers a terminal. */
const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

function receiptLine(finding: ReceiptFinding, file: CheckedFile['file']): string {
  const isOpen = finding === 'unknown' && file !== null && file.ballots.superseded === null;
  const more = '; whether its voter cast another, the file of a member tells';
  return `${receiptSays[finding]}${isOpen ? more : ''}`;
}

function report(found: CheckedFile, receipt: ReceiptFinding | null): string {
  const { file, first } = found;
  const heads =
    file === null
      ? []
      : [
          plain(file.vote.title),
          `${file.result.outcome}: ${plain(file.result.reason)}`,
          `${file.ballots.rows.length} ballots, seal ${file.seal}`,
        ];
  const verdict =
    first === null
      ? 'The count holds.'
      : `It does NOT hold, first at ${first.place ?? first.check}: ${plain(first.says)}`;
  const told = receipt === null ? [] : [receiptLine(receipt, file)];
  const lines = found.checks.map((one) => plain(lineOf(one)));
  return `${[...heads, ...lines, ...told, verdict].join('\n')}\n`;
}

/** Counts a vote again from its file, without a database and without asking anybody. */
export const command: CliCommand = {
  async run(args, streams) {
    streams.stdout.on('error', () => undefined);
    if (args.includes('--help')) {
      await writeText(streams.stdout, usage);
      return 0;
    }
    const { file: path, receipt, asJson } = asked(args);
    const found = checkFile(textOf(path));
    const { file, holds, first, checks } = found;
    const finding = receipt === null || file === null ? null : findReceipt(file, receipt);
    const seal = file?.seal ?? null;
    const answer = asJson
      ? `${JSON.stringify({ holds, first, checks, receipt: finding, seal })}\n`
      : report(found, finding);
    await writeText(streams.stdout, answer);
    const isThere = receipt === null || (finding !== null && finding !== 'unknown');
    return holds && isThere ? 0 : 1;
  },
};
