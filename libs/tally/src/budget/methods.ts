import type { CountingMethod } from '../method/counting-method.js';
import { equalSharesMethods } from './equal-shares-method.js';
import { greedyMethods } from './greedy-method.js';
import { quadraticMethods } from './quadratic-method.js';

/** The counting rules of this family. */
export const budgetMethods: readonly CountingMethod[] = [
  ...equalSharesMethods,
  ...greedyMethods,
  ...quadraticMethods,
];
