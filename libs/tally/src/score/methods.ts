import type { CountingMethod } from '../method/counting-method.js';
import { scoreSumMethods } from './score-methods.js';
import { judgmentMethods } from './judgment-methods.js';
import { starMethods } from './star-methods.js';

/** The counting rules of this family. */
export const scoreMethods: readonly CountingMethod[] = [
  ...scoreSumMethods,
  ...starMethods,
  ...judgmentMethods,
];
