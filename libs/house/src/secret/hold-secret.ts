import { refuseOtherSecret } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { sealedColumns } from './sealed-columns.js';

/**
 * Whatever opens or erases starts with it.
 *
 * @throws SecretDiffers where the database is sealed by another secret than the configuration's
 */
export const holdSecret = ({
  database: { ownerUrl },
  secret,
}: Pick<Config, 'database' | 'secret'>): Promise<void> =>
  refuseOtherSecret({ ownerUrl, secret }, sealedColumns);
