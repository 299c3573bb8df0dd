import { Accounts } from '@rochdale/identity';
import { creditsLeft } from '@rochdale/dues';
import { unpaidExpenses } from '@rochdale/expenses';
import { Envelope, PostedLetters } from '@rochdale/letters';
import {
  ErasureList,
  OpenAffairs,
  ReplayAccountErasures,
  ReplayErasures,
} from '@rochdale/membership';
import { holdSecret } from '@rochdale/house';
import { payoutsUnderWay } from '@rochdale/payouts';
import {
  Database,
  DatabaseClock,
  openFileStore,
  readClock,
  systemActor,
  toGlobalId,
  toMemberId,
  UnitOfWork,
} from '@rochdale/platform';
import type { CodedError, Config } from '@rochdale/platform';
import type { CliCommand } from '../command.js';
import { refuseOtherWords } from '../command.js';
import { connectedTo, operatorConfig } from '../owner.js';

const cooperatives = 'select id from membership.cooperatives order by id';

async function cooperativeIds(ownerUrl: string): Promise<string[]> {
  const { rows } = await connectedTo(ownerUrl, (client) =>
    client.query<{ id: string }>(cooperatives),
  );
  return rows.map(({ id }) => id);
}

/** What rooms have open with members, as the processes know it. */
function openAffairs(): OpenAffairs {
  const affairs = new OpenAffairs();
  affairs.register('dues', creditsLeft);
  affairs.register('expenses', unpaidExpenses);
  affairs.register('payouts', payoutsUnderWay);
  return affairs;
}

/** What a treasurer finds it by: the ids that the API gives, or how much it is. */
const namedBy = ({ details: { data = {} } }: CodedError): string =>
  Object.entries(data)
    .map(([what, which]) => `${what} ${which}`)
    .join(', ');

interface Again {
  readonly members: number;
  /** Of who belonged nowhere: others went with their members. */
  readonly accounts: number;
  /** Files that say of nobody that they were erased. */
  readonly passedBy: readonly string[];
}

async function replay(config: Config, tell: (line: string) => void): Promise<Again> {
  const {
    database: { appUrl, ownerUrl },
    files,
  } = config;
  await holdSecret(config);
  const ids = await cooperativeIds(ownerUrl);
  const database = await Database.open({ url: appUrl, poolSize: 1 });
  try {
    const clock = await readClock(database.pool, new DatabaseClock());
    const list = new ErasureList(openFileStore(files));
    const letters = new PostedLetters(new Envelope(config), config);
    const acquainted = { accounts: new Accounts(), letters };
    const unitOfWork = new UnitOfWork(database, clock);
    const replaying = new ReplayErasures(unitOfWork, acquainted, list, openAffairs());
    const passedBy: string[] = [];
    const passBy = (key: string): void => void passedBy.push(key);
    let members = 0;
    for (const id of ids) {
      const tellOpen = (memberId: string, open: CodedError): void => {
        const [member, house] = [toMemberId(memberId, 'inside'), toGlobalId('Cooperative', id)];
        tell(`open with member ${member} of ${house}: ${open.code}, ${namedBy(open)}\n`);
      };
      members += await replaying.execute(systemActor(id, 'cli'), tellOpen, passBy);
    }
    const ofAccounts = new ReplayAccountErasures(unitOfWork, acquainted, list);
    const accounts = await ofAccounts.execute(systemActor(null, 'cli'), passBy);
    return { members, accounts, passedBy };
  } finally {
    await database.close();
  }
}

/** After a restore: who was erased since the back-up is erased again, before anybody is served. */
export const command: CliCommand = {
  run: async (args, { stdout, stderr }) => {
    refuseOtherWords(args, 'replay-erasures', []);
    const again = await replay(operatorConfig(), (line) => stdout.write(line));
    stdout.write(`members erased again: ${again.members}\n`);
    stdout.write(`accounts erased again: ${again.accounts}\n`);
    for (const key of again.passedBy) {
      stderr.write(
        `passed by, and kept: the file ${key} does not say who was erased. If it was cut off, ` +
          'copy it again and run this once more; if it is no file of the list, take it away.\n',
      );
    }
    return again.passedBy.length === 0 ? 0 : 1;
  },
};
