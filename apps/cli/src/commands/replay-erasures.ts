import { Accounts } from '@rochdale/identity';
import { Envelope, PostedLetters } from '@rochdale/letters';
import { ErasureList, ReplayErasures } from '@rochdale/membership';
import {
  Database,
  DatabaseClock,
  openFileStore,
  readClock,
  systemActor,
  UnitOfWork,
} from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
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

async function replay(config: Config): Promise<number> {
  const {
    database: { appUrl, ownerUrl },
    files,
  } = config;
  const ids = await cooperativeIds(ownerUrl);
  const database = await Database.open({ url: appUrl, poolSize: 1 });
  try {
    const clock = await readClock(database.pool, new DatabaseClock());
    const list = new ErasureList(openFileStore(files));
    const letters = new PostedLetters(new Envelope(config), config);
    const acquainted = { accounts: new Accounts(), letters };
    const replaying = new ReplayErasures(new UnitOfWork(database, clock), acquainted, list);
    let again = 0;
    for (const id of ids) again += await replaying.execute(systemActor(id, 'cli'));
    return again;
  } finally {
    await database.close();
  }
}

/** After a restore: who was erased since the back-up is erased again, before anybody is served. */
export const command: CliCommand = {
  run: async (args, { stdout }) => {
    refuseOtherWords(args, 'replay-erasures', []);
    stdout.write(`members erased again: ${await replay(operatorConfig())}\n`);
    return 0;
  },
};
