// What the rules of this room need of the platform, without the rest of it: a mutant is tested in
// milliseconds where the whole door takes seconds to load.
export { assert } from '../../platform/src/kernel/assert.ts';
export { canonicalJson, sha256Hex } from '../../platform/src/kernel/canonical.ts';
export { defineErrors, platformErrors } from '../../platform/src/kernel/errors.ts';
export { newId } from '../../platform/src/kernel/id.ts';
export { formatDecimal } from '../../platform/src/kernel/money.ts';
