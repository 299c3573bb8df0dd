import 'reflect-metadata';
import { CodedError, SystemClock } from '@rochdale/platform';
import type { CliCommand, CliStreams } from '../command.js';
import { UnusableInput } from '../command.js';
import { anyPassword } from '../demo/demo-world.js';
import { makeDemoYear } from '../demo/demo-year.js';
import { emailOf } from '../demo/founding.js';
import { officers } from '../demo/people.js';
import { queries } from '../demo/queries.js';
import { asOwner, chosenDemoPassword, operatorConfig, operatorEnvironment } from '../owner.js';

const guests = [
  ['administrator', officers.administrator],
  ['treasurer', officers.treasurer],
  ['member', 'casimir'],
] as const;

interface SignIn {
  readonly who: string;
  readonly email: string;
  readonly password: string;
}

async function demandEmpty(): Promise<void> {
  const accounts = await asOwner(operatorConfig().database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from identity.accounts',
    );
    return rows[0]?.count ?? 0;
  });
  if (accounts === 0) return;
  throw new UnusableInput('the database has accounts already; a demo needs an empty one');
}

/**
 * The demo's own connections do not wait for the disk at every commit: a demo that is cut short is
 * made anew, from an empty database.
 */
function hurriedEnvironment(): Readonly<Record<string, string | undefined>> {
  const url = new URL(operatorConfig().database.appUrl);
  url.searchParams.set('options', '-c timezone=UTC -c synchronous_commit=off');
  return operatorEnvironment({ DATABASE_APP_URL: url.href });
}

/** A commit that waits, after which all before it is on the disk as well. */
async function reachTheDisk(): Promise<void> {
  await asOwner(operatorConfig().database.ownerUrl, async (client) => {
    await client.query('select pg_current_xact_id()');
  });
}

function print(signIns: readonly SignIn[], asJson: boolean, { stdout }: CliStreams): void {
  if (asJson) {
    stdout.write(`${JSON.stringify({ signIns, queries })}\n`);
    return;
  }
  for (const { who, email, password } of signIns) {
    stdout.write(`${who.padEnd(16)} ${email}  ${password}\n`);
  }
  for (const { title, text } of queries) stdout.write(`\n${title}\n${text}\n`);
}

async function run(args: readonly string[], streams: CliStreams): Promise<number> {
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined) throw new UnusableInput('seed-demo [--json]');
  await demandEmpty();
  const chosen = chosenDemoPassword();
  const passwords = new Map(guests.map(([, key]) => [key, chosen ?? anyPassword()] as const));
  const { partnerKey } = await makeDemoYear(
    hurriedEnvironment(),
    new SystemClock().now(),
    passwords,
  );
  await reachTheDisk();
  const signIns: SignIn[] = guests.map(([who, key]) => ({
    who,
    email: emailOf({ key }),
    password: passwords.get(key) ?? '',
  }));
  signIns.push({ who: 'partner', email: 'header X-Api-Key', password: partnerKey });
  print(signIns, args.includes('--json'), streams);
  return 0;
}

/** Fills an empty database with a co-operative's year, made by its real use cases. */
export const command: CliCommand = {
  run: async (args, streams) => {
    try {
      return await run(args, streams);
    } catch (error) {
      if (error instanceof CodedError && error.kind === 'invalid') {
        throw new UnusableInput(`${error.code}: ${error.message}`);
      }
      throw error;
    }
  },
};
