import { migrate } from '../../../../migrations/migrate.js';
import { refuseKnownOtherSecret } from '@rochdale/platform';
import type { CliCommand } from '../command.js';
import { refuseOtherWords } from '../command.js';
import { operatorConfig } from '../owner.js';

export const command: CliCommand = {
  run: async (args, { stdout }) => {
    refuseOtherWords(args, 'migrate');
    const { database, secret } = operatorConfig();
    const { ownerUrl, appRole, appPassword } = database;
    // Before the role has another password, by which nobody else would get in any more.
    await refuseKnownOtherSecret({ ownerUrl, secret });
    const ran = await migrate({ ownerUrl, appRole, appPassword });
    stdout.write(ran.length === 0 ? 'nothing to migrate\n' : `${ran.join('\n')}\n`);
    return 0;
  },
};
