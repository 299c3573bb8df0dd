import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { history, settings } from '../bench/growth/tables.js';

const schema = readFileSync(join(import.meta.dirname, '../../migrations/schema.sql'), 'utf8');
const tables = [...schema.matchAll(/^create table (\S+)(?: with \(.*\))? \(\n([^;]*)/gm)]
  .filter(([, , columns = '']) => columns.includes('  cooperative_id '))
  .map(([, name = '']) => name);

it('whether a table of co-operatives grows with the years is said of each, once', () => {
  const grows = new Set(history);
  const unsaid = tables.filter((table) => !grows.has(table) && !settings.test(table));
  const twice = tables.filter((table) => grows.has(table) && settings.test(table));
  const gone = history.filter((table) => !tables.includes(table));
  expect({ unsaid, twice, gone }).toEqual({ unsaid: [], twice: [], gone: [] });
});
