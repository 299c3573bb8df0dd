import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Accounts, DisableAccount, EnableAccount } from '@rochdale/identity';
import { anonymousActor, CodedError, systemActor, UnitOfWork } from '@rochdale/platform';
import type { CliCommand, CliStreams } from '../command.js';
import { UnusableInput } from '../command.js';
import { openRooms } from './admin-rooms.js';
import type { OpenRooms } from './admin-rooms.js';

const usage = 'account disable --email <address>; account enable --email <address>';

interface AccountArguments {
  readonly verb: 'disable' | 'enable';
  readonly email: string;
}

/** @throws UnusableInput for anything but one of the two verbs and an address */
function accountArguments(args: readonly string[]): AccountArguments {
  try {
    const options = { email: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    const [verb, ...others] = positionals;
    if ((verb === 'disable' || verb === 'enable') && others.length === 0 && values.email) {
      return { verb, email: values.email };
    }
  } catch {
    // Told below, with everything else that cannot be used.
  }
  throw new UnusableInput(usage);
}

async function accountId({ app }: OpenRooms, email: string): Promise<string> {
  const account = await app
    .get(UnitOfWork)
    .read(anonymousActor(), (tx) => app.get(Accounts).findByEmail(tx, email));
  if (account === null) throw new UnusableInput(`nobody has an account with the address ${email}`);
  return account.id;
}

async function run({ verb, email }: AccountArguments, { stdout }: CliStreams): Promise<number> {
  const rooms = await openRooms();
  try {
    const input = { accountId: await accountId(rooms, email) };
    const useCase = rooms.app.get(verb === 'disable' ? DisableAccount : EnableAccount);
    await useCase.execute(systemActor(null, 'cli'), input);
    stdout.write(
      verb === 'disable'
        ? `${email} is shut out: no sign-in, no session and no token of theirs works\n`
        : `${email} may sign in again\n`,
    );
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

/** Shuts an account out of the whole installation, or lets it in again: for whose was stolen. */
export const command: CliCommand = {
  run: async (args, streams) => run(accountArguments(args), streams),
};
