import type { CliCommand, CliStreams } from './command.js';
import { runCommand } from './run-command.js';

interface Verb {
  readonly summary: string;
  /** Loaded when asked for, so that a pure command does not pay for the service's libraries. */
  readonly load: () => Promise<CliCommand>;
}

const verbs: Readonly<Record<string, Verb>> = {
  split: {
    summary: 'share out a pool among partners: split CASE.json [--json]',
    load: async () => (await import('./commands/split.js')).command,
  },
  statement: {
    summary:
      'read a bank statement: statement FILE [--profile P] [--json]; statement --detect FILE',
    load: async () => (await import('./commands/statement.js')).command,
  },
  migrate: {
    summary: 'bring the database to the newest shape',
    load: async () => (await import('./commands/migrate.js')).command,
  },
  admin: {
    summary: 'make the first administrator, and the co-operative with it: admin --help',
    load: async () => (await import('./commands/admin.js')).command,
  },
  account: {
    summary: 'shut an account out, or let it in again: account disable --email ADDRESS',
    load: async () => (await import('./commands/account.js')).command,
  },
  verify: {
    summary: 'check every invariant of the books: verify [--json]',
    load: async () => (await import('./commands/verify.js')).command,
  },
  'replay-erasures': {
    summary: 'erase those again whom a restored back-up brought back',
    load: async () => (await import('./commands/replay-erasures.js')).command,
  },
  tally: {
    summary: 'count an election: tally FILE --method M [--json]; tally --list; tally --batch INDEX',
    load: async () => (await import('./commands/tally.js')).command,
  },
  recount: {
    summary: 'count a vote again from its file alone: recount FILE [--receipt R] [--json]',
    load: async () => (await import('./commands/recount.js')).command,
  },
  'payment-file': {
    summary: 'check a pain.001 or ABA file: payment-file validate FILE [--json]',
    load: async () => (await import('./commands/payment-file.js')).command,
  },
  jobs: {
    summary: 'show dead letters, and try one again: jobs retry <id>',
    load: async () => (await import('./commands/jobs.js')).command,
  },
};

/** Verbs of other apps, which `rochdale` hands over to them. */
const elsewhere: Readonly<Record<string, Pick<Verb, 'summary'>>> = {
  'seed-demo': { summary: 'fill an empty database with a demo co-operative: seed-demo [--json]' },
};

function usage(): string {
  const all = { ...verbs, ...elsewhere };
  const width = Math.max(...Object.keys(all).map((verb) => verb.length));
  const lines = Object.entries(all).map(
    ([verb, { summary }]) => `  ${verb.padEnd(width)}  ${summary}`,
  );
  return ['usage: rochdale <command> [options]', '', ...lines, ''].join('\n');
}

/** Runs one command line and returns its exit code. Never throws. */
export async function runCli(argv: readonly string[], streams: CliStreams): Promise<number> {
  const [verb, ...args] = argv;
  if (verb === undefined || verb === '--help' || verb === '-h') {
    streams.stdout.write(usage());
    return 0;
  }
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (known === undefined) {
    streams.stderr.write(`rochdale: no command '${verb}'; see rochdale --help\n`);
    return 2;
  }
  return runCommand(verb, known.load, args, streams);
}
