import { parseArgs } from 'node:util';
import { UnusableInput } from '../command.js';

const usage =
  'admin --email <address> --name <name> --slug <short-name> [--cooperative <name>] ' +
  '[--currency EUR] [--time-zone Europe/Berlin]; a password from ROCHDALE_ADMIN_PASSWORD';

export interface AdminArguments {
  readonly email: string;
  readonly name: string;
  readonly slug: string;
  readonly cooperative: string;
  readonly currency: string;
  readonly timeZone: string;
  /** Never an argument: arguments are seen by everybody on the machine. Null: one is made up. */
  readonly password: string | null;
}

function parsed(args: readonly string[]): Record<string, string | undefined> {
  const text = { type: 'string' } as const;
  const options = {
    email: text,
    name: text,
    slug: text,
    cooperative: text,
    currency: text,
    'time-zone': text,
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch {
    throw new UnusableInput(usage);
  }
}

/** @throws UnusableInput without an e-mail address, a name and a short name */
export function adminArguments(args: readonly string[], password: string | null): AdminArguments {
  const { email, name, slug, cooperative, currency, 'time-zone': timeZone } = parsed(args);
  if (!email || !name || !slug) throw new UnusableInput(usage);
  return {
    email,
    name,
    slug,
    cooperative: cooperative ?? slug,
    currency: currency ?? 'EUR',
    timeZone: timeZone ?? 'UTC',
    password,
  };
}
