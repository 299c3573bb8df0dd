import { abcJson } from './abc-json.js';
import type { FileFormat } from '../reading/file-format.js';
import { pabulib } from './pabulib.js';
import { pbJson } from './pb-json.js';
import { approvalJson, scoreJson } from './score-json.js';
import { snapshotJson } from './snapshot-json.js';

/** Pabulib, and the JSON forms of budgets, approvals, scores and Snapshot votes. */
export const cardinalFormats: readonly FileFormat[] = [
  pabulib,
  pbJson,
  abcJson,
  snapshotJson,
  approvalJson,
  scoreJson,
];
