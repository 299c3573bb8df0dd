import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Accounts, prepareAccount } from '@rochdale/identity';
import type { AccountRow } from '@rochdale/identity';
import { AppointRole, CooperativeQueries, FoundCooperative } from '@rochdale/membership';
import { anonymousActor, CodedError, systemActor, UnitOfWork } from '@rochdale/platform';
import type { CliCommand, CliStreams } from '../command.js';
import { UnusableInput } from '../command.js';
import { chosenPassword } from '../owner.js';
import { adminArguments } from './admin-arguments.js';
import type { AdminArguments } from './admin-arguments.js';
import { openRooms } from './admin-rooms.js';
import type { OpenRooms } from './admin-rooms.js';

const actor = systemActor(null, 'cli');

/** What of the arguments is there already. */
interface Known {
  readonly cooperativeId: string | null;
  readonly account: AccountRow | null;
}

function known({ app }: OpenRooms, { slug, email }: AdminArguments): Promise<Known> {
  return app.get(UnitOfWork).read(anonymousActor(), async (tx) => ({
    cooperativeId: (await app.get(CooperativeQueries).findBySlug(tx, slug))?.id ?? null,
    account: await app.get(Accounts).findByEmail(tx, email),
  }));
}

/** The co-operative and, where there is none yet, the founder's account: both, or neither. */
async function found({ app }: OpenRooms, args: AdminArguments, account: AccountRow | null) {
  const { slug, cooperative, currency, timeZone, name, email } = args;
  const password = args.password ?? randomBytes(15).toString('base64url');
  const newAccount = account === null ? await prepareAccount({ name, email, password }) : undefined;
  const accountId = account?.id ?? newAccount?.id ?? '';
  const founder = { accountId, displayName: name, classKey: 'worker' };
  const { cooperative: founded } = await app.get(FoundCooperative).execute(actor, {
    slug,
    name: cooperative,
    currency,
    timeZone,
    founder,
    ...(newAccount === undefined ? {} : { newAccount }),
  });
  const lines = newAccount === undefined ? [] : [`${newAccount.email} has an account`];
  if (newAccount !== undefined && args.password === null) {
    lines.push(`password, shown this once: ${password}`);
  }
  return [...lines, `${founded.name} (${founded.slug}) is founded`];
}

async function appoint(
  { app, memberIdOf }: OpenRooms,
  { email, slug }: AdminArguments,
  cooperativeId: string,
  account: AccountRow | null,
): Promise<void> {
  const memberId = account === null ? null : await memberIdOf(cooperativeId, account.id);
  if (memberId === null) {
    const what = account === null ? 'nobody has an account with the address' : 'no member of it is';
    throw new UnusableInput(
      `there is a co-operative ${slug} already, and ${what} ${email}; nothing was made: ` +
        'let them sign up and apply first, or found one under another short name',
    );
  }
  const here = systemActor(cooperativeId, 'cli');
  await app.get(AppointRole).execute(here, { memberId, role: 'administrator' });
}

/**
 * An account whose address nobody proved may be anybody's who typed it in: neither an office nor a
 * co-operative goes to it.
 */
function refuseUnproven(account: AccountRow | null): void {
  if (account === null || account.emailVerified) return;
  throw new UnusableInput(
    `there is an account with ${account.email}, and nobody has confirmed that the address is ` +
      'theirs; nothing was made: open the link in the letter that came with it, or a new one by ' +
      '“magic link” at the sign-in, and try again',
  );
}

async function run(args: AdminArguments, { stdout }: CliStreams): Promise<number> {
  const rooms = await openRooms();
  try {
    const { cooperativeId, account } = await known(rooms, args);
    refuseUnproven(account);
    const lines: string[] = [];
    if (cooperativeId === null) lines.push(...(await found(rooms, args, account)));
    else await appoint(rooms, args, cooperativeId, account);
    const email = account?.email ?? args.email;
    lines.push(`${email} is an administrator of ${args.slug}`);
    if (account !== null && args.password !== null) {
      lines.push(
        `the password that was given is not set: ${email} had an account, and keeps its own`,
      );
    }
    stdout.write(`${lines.join('\n')}\n`);
    return 0;
  } catch (error) {
    // The database may have kept what it could not say any more.
    if (error instanceof CodedError && error.kind === 'unavailable') {
      throw new UnusableInput(
        `${error.code}: ${error.message} It is not known whether anything was made: try again. ` +
          'An account without a password that anybody saw gets in by a magic link.',
      );
    }
    if (error instanceof CodedError && error.kind !== 'internal') {
      throw new UnusableInput(`${error.code}: ${error.message} Nothing was made.`);
    }
    throw error;
  } finally {
    await rooms.close();
  }
}

/** Makes the first administrator, and the co-operative with it when there is none of that name. */
export const command: CliCommand = {
  run: async (args, streams) => run(adminArguments(args, chosenPassword()), streams),
};
