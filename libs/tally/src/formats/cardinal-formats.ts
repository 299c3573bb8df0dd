import { abcJson } from './abc-json.js';
import { bettervotingJson } from './bettervoting-json.js';
import type { FileFormat } from '../reading/file-format.js';
import { pabulib } from '../pabulib/pabulib.js';
import { pbJson } from './pb-json.js';
import { approvalJson, marksJson, scoreJson } from './score-json.js';
import { snapshotJson } from './snapshot-json.js';
import { starvote } from './starvote.js';

/** Pabulib, what polls give out, and the JSON forms of budgets, approvals and scores. */
export const cardinalFormats: readonly FileFormat[] = [
  pabulib,
  pbJson,
  abcJson,
  snapshotJson,
  starvote,
  bettervotingJson,
  approvalJson,
  scoreJson,
  marksJson,
];
