// Mutation testing of the rules of dues: `npx stryker run libs/dues/stryker.config.mjs`.
import { mutationOf } from '../../tools/mutation/room.mjs';

export default mutationOf('dues', [
  'invoice/line-matching',
  'plan/plan',
  'waiver/waiver',
  'waiver/waiver-view',
]);
