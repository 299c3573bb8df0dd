/** Businesses that host services for the members, and are paid by what the members use. */
export { poolSplitJson, readPoolCase } from './pool/pool-case.js';
export type { PoolSplitJson } from './pool/pool-case.js';
export { splitPool, splitRules } from './pool/split-pool.js';
export type { PoolCase, PoolSplit, PoolUsage, SplitRule } from './pool/split-pool.js';
