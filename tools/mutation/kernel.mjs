// What pure rules need of the platform. Mutation testing loads this in place of the platform's
// door: every mutant loads it anew, and the door brings the framework and the database along.
export { defineFact } from '../../libs/platform/src/catalogue/fact.ts';
export { assert } from '../../libs/platform/src/kernel/assert.ts';
export { canonicalJson, sha256Hex } from '../../libs/platform/src/kernel/canonical.ts';
export {
  addDays,
  daysBetween,
  daysLater,
  firstOfMonth,
  isDay,
  lastOfMonth,
  startOfDay,
} from '../../libs/platform/src/kernel/day.ts';
export { CodedError, defineErrors, platformErrors } from '../../libs/platform/src/kernel/errors.ts';
export { fractions } from '../../libs/platform/src/kernel/fractions.ts';
export { isId, newId } from '../../libs/platform/src/kernel/id.ts';
export { currencyExponent, money } from '../../libs/platform/src/kernel/money.ts';
export { seal, unseal } from '../../libs/platform/src/seal/seal.ts';
