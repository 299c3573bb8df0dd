/**
 * What the rules need of the platform. Mutation testing loads this in place of the platform's door:
 * every mutant loads it anew, and the door brings the framework and the database along.
 */
export { assert } from '../../platform/src/kernel/assert.js';
export { canonicalJson, sha256Hex } from '../../platform/src/kernel/canonical.js';
export { hoursLater } from '../../platform/src/kernel/day.js';
export { CodedError, defineErrors } from '../../platform/src/kernel/errors.js';
