import { blt } from './blt.js';
import { csvRankings } from '../csv/csv-format.js';
import { scottishCsv } from '../csv/scottish-csv.js';
import type { FileFormat } from '../reading/file-format.js';
import { preflib } from './preflib.js';
import { rankCellsJson, rankedJson } from './ranking-json.js';

/** BLT, PrefLib, tables of ballots and the two JSON forms of rankings. */
export const rankingFormats: readonly FileFormat[] = [
  blt,
  preflib,
  rankCellsJson,
  rankedJson,
  scottishCsv,
  csvRankings,
];
