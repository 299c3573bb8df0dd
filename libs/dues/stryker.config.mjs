// Mutation testing of the rules of dues: `npx stryker run libs/dues/stryker.config.mjs`.
import { mutationOf } from '../../tools/mutation/room.mjs';

export default mutationOf('dues', [
  'credit-note/credit-note',
  'invoice/invoice',
  'payment/line-matching',
  'payment/settlement',
  'payment/split',
  'plan/joining',
  'plan/plan',
  'returned/parts-back',
  'returned/returned',
  'waiver/waiver',
  'waiver/waiver-view',
]);
