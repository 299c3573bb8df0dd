import type { FileFormat } from './file-format.js';

/** BLT, PrefLib, CSV of rankings and the two JSON forms of rankings. */
export const rankingFormats: readonly FileFormat[] = [];
