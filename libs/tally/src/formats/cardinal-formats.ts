import type { FileFormat } from './file-format.js';

/** Pabulib, and the JSON forms of budgets, approvals, scores and Snapshot votes. */
export const cardinalFormats: readonly FileFormat[] = [];
