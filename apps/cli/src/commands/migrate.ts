import { migrate } from '../../../../migrations/migrate.js';
import type { CliCommand } from '../command.js';
import { refuseOtherWords } from '../command.js';
import { operatorConfig } from '../owner.js';

export const command: CliCommand = {
  run: async (args, { stdout }) => {
    refuseOtherWords(args, 'migrate');
    const { ownerUrl, appRole, appPassword } = operatorConfig().database;
    const ran = await migrate({ ownerUrl, appRole, appPassword });
    stdout.write(ran.length === 0 ? 'nothing to migrate\n' : `${ran.join('\n')}\n`);
    return 0;
  },
};
