import { TallyError, count, findMethod, renderTable } from '@rochdale/tally';
import type { TallyResult } from '@rochdale/tally';

import type { CliCommand } from '../command.js';
import { UnusableInput } from '../command.js';
import { listMethods } from '../tally/list-methods.js';
import { methodAsked } from '../tally/policy-methods.js';
import { readElection } from '../tally/read-election.js';
import { runBatch } from '../tally/run-batch.js';
import type { TallyArguments } from '../tally/tally-arguments.js';
import { parseTallyArguments } from '../tally/tally-arguments.js';
import { writeText } from '../tally/write-text.js';

const usage = `usage: tally FILE --method M [--variant V] [--seats N] [--quota Q] [--tie T]
             [--seed S] [--<option of the method> VALUE] [--json]
             [--format F] [--key K] [--encoding E] [--names refuse|merge]
             [--pass-over COLUMN,COLUMN] [--doubled refuse|merge|drop]
             [--beyond-limits refuse|drop]
       tally --list [--json]
       tally --batch INDEX.json [--json]
M is a method of --list, or what a policy calls one: single-choice, dots, scottish, meek, warren,
greedy.
how a file is read:
  --key K            which of several questions, races or instances in it
  --encoding E       utf-8, utf-16le, utf-16be, windows-1252 or macintosh (found out)
  --names N          names that differ only by case or blanks: refuse (usual) or merge
  --pass-over C,C    columns that are no part of the ballot
  --doubled D        ballots that name a project twice: refuse (usual), merge or drop
  --beyond-limits L  ballots beyond the limits of their file: refuse (usual) or drop
`;

/** Counts elections; see `tally --list` for the rules. Exit code 2 for unusable input. */
export const command: CliCommand = {
  async run(args, streams) {
    const given = parseTallyArguments(args);
    // A failed write is told where it is awaited; without a listener it would also end the process.
    streams.stdout.on('error', () => undefined);
    if (given.batch !== null) return runBatch(given.batch, streams);
    await writeText(streams.stdout, answer(given));
    return 0;
  },
};

function answer(given: TallyArguments): string {
  if (given.help) return usage;
  if (given.list) return listMethods(given.json);
  const result = refusing(() => countFile(given));
  return given.json ? `${JSON.stringify(result)}\n` : renderTable(result);
}

function countFile(given: TallyArguments): TallyResult {
  if (given.file === null) throw new UnusableInput('which file? see tally --help');
  if (given.method === null) throw new UnusableInput('which --method? see tally --list');
  const { method, variant, ballots } = findMethod(...methodAsked(given.method, given.variant));
  const wanted = ballots.find((kind) => kind !== 'stance');
  const election = readElection(given.file, given.format, {
    ...given.reading,
    counts: ballots,
    ...(wanted === undefined ? {} : { ballots: wanted }),
  });
  return count(election, { method, variant, options: given.options });
}

/** What the library refuses is unusable input: one line, whatever names stand in it. */
function refusing(work: () => TallyResult): TallyResult {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    throw new UnusableInput(error.message.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' '));
  }
}
