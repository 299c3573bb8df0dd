import type { FileFormat } from '../reading/file-format.js';
import { CsvReader } from './csv-reader.js';

/** CSV of rankings, scores or stances. */
export const csvRankings: FileFormat = {
  names: ['csv'],
  title: 'CSV of rankings or scores (a column per candidate or per rank), or of stances',
  extensions: ['.csv', '.tsv'],
  sniff: (start, fileName) =>
    /\.(csv|tsv)$/i.test(fileName) && !/^\s*META\b/i.test(start) && !start.startsWith('{'),
  read: (bytes, context) => {
    const reader = new CsvReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new CsvReader(context),
};
