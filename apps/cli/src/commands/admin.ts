import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Accounts, CreateAccount } from '@rochdale/identity';
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

/** A new account's password is told at once: whatever fails later, the account is there. */
async function accountFor(
  { app }: OpenRooms,
  args: AdminArguments,
  { stdout }: CliStreams,
): Promise<AccountRow> {
  const { email, name } = args;
  const known = await app
    .get(UnitOfWork)
    .read(anonymousActor(), (tx) => app.get(Accounts).findByEmail(tx, email));
  if (known !== null) return known;
  const password = args.password ?? randomBytes(15).toString('base64url');
  const account = await app.get(CreateAccount).execute(actor, { name, email, password });
  stdout.write(`${account.email} has an account\n`);
  if (args.password === null) stdout.write(`password, shown this once: ${password}\n`);
  return account;
}

async function found({ app }: OpenRooms, args: AdminArguments, account: AccountRow) {
  const { slug, cooperative, currency, timeZone, name } = args;
  const founder = { accountId: account.id, displayName: name, classKey: 'worker' };
  const input = { slug, name: cooperative, currency, timeZone, founder };
  return (await app.get(FoundCooperative).execute(actor, input)).cooperative;
}

async function appoint({ app, memberIdOf }: OpenRooms, cooperativeId: string, accountId: string) {
  const memberId = await memberIdOf(cooperativeId, accountId);
  if (memberId === null) {
    throw new UnusableInput('this person is no member of that co-operative: let them apply first');
  }
  const here = systemActor(cooperativeId, 'cli');
  await app.get(AppointRole).execute(here, { memberId, role: 'administrator' });
}

async function run(args: AdminArguments, streams: CliStreams): Promise<number> {
  const { stdout } = streams;
  const rooms = await openRooms();
  try {
    const existing = await rooms.app
      .get(UnitOfWork)
      .read(anonymousActor(), (tx) => rooms.app.get(CooperativeQueries).findBySlug(tx, args.slug));
    const account = await accountFor(rooms, args, streams);
    if (existing === null) {
      const cooperative = await found(rooms, args, account);
      stdout.write(`${cooperative.name} (${cooperative.slug}) is founded\n`);
    } else await appoint(rooms, existing.id, account.id);
    stdout.write(`${account.email} is an administrator of ${args.slug}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CodedError && error.kind !== 'internal') {
      throw new UnusableInput(`${error.code}: ${error.message}`);
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
