// Mutation testing of the rules of partners: `npx stryker run libs/partners/stryker.config.mjs`.
import { mutationOf } from '../../tools/mutation/room.mjs';

export default mutationOf('partners', [
  'period/usage-period',
  'pool/pool-case',
  'pool/split-pool',
  'usage/usage-event',
]);
