import { blt } from './blt.js';
import type { FileFormat } from './file-format.js';
import { rankCellsJson, rankedJson } from './ranking-json.js';

/** BLT, PrefLib, CSV of rankings and the two JSON forms of rankings. */
export const rankingFormats: readonly FileFormat[] = [blt, rankedJson, rankCellsJson];
