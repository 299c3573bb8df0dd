import { readFileSync } from 'node:fs';
import { checkFile, findReceipt } from '@rochdale/governance';
import type { Checked, CheckedFile, ReceiptFinding } from '@rochdale/governance';
import type { CliCommand } from '../command.js';
import { UnusableInput } from '../command.js';
import { writeText } from '../tally/write-text.js';

const usage = `usage: recount FILE [--receipt R] [--json]
Counts a vote again from the file of GET /v1/recounts/ID alone, and checks everything in it.
  --receipt R  looks for the receipt of a ballot in the published list
Exit code 0: it was counted again and holds; 1: something in it fails, or the receipt is not there;
2: the input is not usable; 3: nothing in it fails, but the count is open, as the file does not show
all that it hangs on: a stranger's file of a ranking, for one, has no ballots in it.
With --json: verdict (holds, fails or open, as the exit code), holds, checked and open (names of
checks), first (that fails), checks, receipt, seal, and head, which is the same in all editions.
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

/** The service's own refusal, saved in place of a file: nobody forged a count. */
function refuseProblem(text: string, path: string): void {
  let said: { readonly status?: unknown; readonly code?: unknown; readonly ballots?: unknown };
  try {
    said = Object(JSON.parse(text));
  } catch {
    return;
  }
  if (typeof said.status !== 'number' || typeof said.code !== 'string') return;
  if (said.ballots !== undefined) return;
  throw new UnusableInput(`${path} is no file of a vote but a refusal, ${plain(said.code)}`);
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
  'taken-back': 'receipt: it is in the list; its voter took the ballot back',
  void: 'receipt: it is in the list; the text that it was on was amended, and it is void',
  unknown: 'receipt: it is NOT in the list',
};

/** Names come from whoever wrote the file: nothing of them steers a terminal. */
const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

function receiptLine(finding: ReceiptFinding, file: CheckedFile['file']): string {
  const isOpen = finding === 'unknown' && file !== null && file.ballots.superseded === null;
  const more = '; whether its voter cast another or took it back, the file of a member tells';
  return `${receiptSays[finding]}${isOpen ? more : ''}`;
}

const namesOf = ({ checks }: CheckedFile, state: Checked['state']): string[] =>
  checks.filter((one) => one.state === state).map(({ check }) => check);

/** What came of it, and of what it did not look at. */
function lastLine(found: CheckedFile): string {
  const { verdict, first, file } = found;
  if (first !== null) {
    return `It does NOT hold, first at ${first.place ?? first.check}: ${plain(first.says)}`;
  }
  const came =
    verdict === 'holds'
      ? `The count holds, counted again from ${file?.ballots.rows.length ?? 0} ballots.`
      : 'The count is OPEN: nothing in this file fails, but it does not show all that the count ' +
        'hangs on.';
  const open = namesOf(found, 'open').join(', ') || 'nothing';
  const checked = namesOf(found, 'holds').join(', ');
  return `${came} Checked: ${checked}. Not checked, or in part: ${open}.`;
}

function report(found: CheckedFile, receipt: ReceiptFinding | null): string {
  const { file } = found;
  const heads =
    file === null
      ? []
      : [
          plain(file.vote.title),
          `${file.result.outcome}: ${plain(file.result.reason)}`,
          `${file.ballots.rows.length} ballots, head ${file.ballots.head}, seal ${file.seal}`,
        ];
  const told = receipt === null ? [] : [receiptLine(receipt, file)];
  const lines = found.checks.map((one) => plain(lineOf(one)));
  return `${[...heads, ...lines, ...told, lastLine(found)].join('\n')}\n`;
}

function inJson(found: CheckedFile, receipt: ReceiptFinding | null): string {
  const { verdict, first, checks, file } = found;
  const [checked, open] = [namesOf(found, 'holds'), namesOf(found, 'open')];
  const holds = verdict === 'holds';
  const [seal, head] = [file?.seal ?? null, file?.ballots.head ?? null];
  const said = { verdict, holds, checked, open, first, checks, receipt, seal, head };
  return `${JSON.stringify(said)}\n`;
}

const exitCodes: Readonly<Record<CheckedFile['verdict'], number>> = { holds: 0, fails: 1, open: 3 };

/** Counts a vote again from its file, without a database and without asking anybody. */
export const command: CliCommand = {
  async run(args, streams) {
    streams.stdout.on('error', () => undefined);
    if (args.includes('--help')) {
      await writeText(streams.stdout, usage);
      return 0;
    }
    const { file: path, receipt, asJson } = asked(args);
    const text = textOf(path);
    refuseProblem(text, path);
    const found = checkFile(text);
    const { file, verdict } = found;
    const finding = receipt === null || file === null ? null : findReceipt(file, receipt);
    await writeText(streams.stdout, asJson ? inJson(found, finding) : report(found, finding));
    const isThere = receipt === null || (finding !== null && finding !== 'unknown');
    return isThere ? exitCodes[verdict] : 1;
  },
};
