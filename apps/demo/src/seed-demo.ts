import type { Writable } from 'node:stream';
import { CodedError, ConfigError, loadConfig, SystemClock } from '@rochdale/platform';
import { anyPassword } from './year/demo-world.js';
import { DatabaseInUse, makeDemoYear } from './demo-year.js';
import { emailOf } from './year/founding.js';
import { officers } from './year/people.js';
import { queries } from './queries.js';

/** Where the verb writes: the process's own streams, or a test's. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

type Environment = Readonly<Record<string, string | undefined>>;

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

/**
 * The demo's own connections do not wait for the disk at every commit: a demo that is cut short is
 * made anew, from an empty database. Its provider only pretends, so it is no production.
 */
function hurried(env: Environment): Environment {
  const url = new URL(loadConfig(env).database.appUrl);
  url.searchParams.set('options', '-c timezone=UTC -c synchronous_commit=off');
  return { ...env, ROCHDALE_ENV: 'development', DATABASE_APP_URL: url.href };
}

function print(signIns: readonly SignIn[], asJson: boolean, stdout: Writable): void {
  if (asJson) {
    stdout.write(`${JSON.stringify({ signIns, queries })}\n`);
    return;
  }
  for (const { who, email, password } of signIns) {
    stdout.write(`${who.padEnd(16)} ${email}  ${password}\n`);
  }
  for (const { title, text } of queries) stdout.write(`\n${title}\n${text}\n`);
}

async function seed(args: readonly string[], env: Environment, stdout: Writable): Promise<void> {
  const chosen = env['ROCHDALE_DEMO_PASSWORD'] ?? '';
  const passwords = new Map(
    guests.map(([, key]) => [key, chosen === '' ? anyPassword() : chosen] as const),
  );
  const { partnerKey } = await makeDemoYear(hurried(env), new SystemClock().now(), passwords);
  const signIns: SignIn[] = guests.map(([who, key]) => ({
    who,
    email: emailOf({ key }),
    password: passwords.get(key) ?? '',
  }));
  signIns.push({ who: 'partner', email: 'header X-Api-Key', password: partnerKey });
  print(signIns, args.includes('--json'), stdout);
}

/** What cannot be used, in one line; null when it is our own failure. */
function unusable(error: unknown): string | null {
  if (error instanceof ConfigError) return error.problems.join('; ');
  if (error instanceof DatabaseInUse) return error.message;
  const isInvalid = error instanceof CodedError && error.kind === 'invalid';
  return isInvalid ? `${error.code}: ${error.message}` : null;
}

/**
 * Fills an empty database with a co-operative's year, made by its real use cases. Returns the exit
 * code: 0 done, 1 failed, 2 what was given is not usable. Never throws.
 */
export async function seedDemo(
  args: readonly string[],
  env: Environment,
  { stdout, stderr }: Streams,
): Promise<number> {
  if (args.some((arg) => arg !== '--json')) {
    stderr.write('rochdale seed-demo: seed-demo [--json]\n');
    return 2;
  }
  try {
    await seed(args, env, stdout);
    return 0;
  } catch (error) {
    const problem = unusable(error);
    const message = error instanceof Error ? error.message : 'failed';
    stderr.write(`rochdale seed-demo: ${problem ?? message}\n`);
    return problem === null ? 1 : 2;
  }
}
