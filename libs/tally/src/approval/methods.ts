import type { CountingMethod } from '../methods/counting-method.js';

/** The counting rules of this family. */
export const approvalMethods: readonly CountingMethod[] = [];
