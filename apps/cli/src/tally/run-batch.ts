import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { TallyError, countCase, inputOf, parseCase } from '@rochdale/tally';

import type { CliStreams } from '../command.js';
import { UnusableInput } from '../command.js';
import { writeText } from './write-text.js';

/**
 * Counts every case of an index and writes one JSON line for each: `{id, result}` or
 * `{id, error: {code, message}}`. A bad case never stops the others.
 */
export async function runBatch(indexPath: string, streams: CliStreams): Promise<number> {
  const cases = readIndex(indexPath);
  const folder = dirname(indexPath);
  let failed = 0;
  for (const value of cases) {
    const line = countLine(value, folder);
    if ('error' in line) failed++;
    if (!(await writeText(streams.stdout, `${JSON.stringify(line)}\n`))) return 0;
  }
  streams.stderr.write(`${cases.length - failed} of ${cases.length} cases counted\n`);
  return 0;
}

type BatchLine =
  | { id: string | null; result: unknown }
  | { id: string | null; error: { code: string; message: string } };

function countLine(value: unknown, folder: string): BatchLine {
  const named = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  const id = typeof named === 'string' ? named : null;
  try {
    const indexCase = parseCase(value);
    const bytes = readInput(resolve(folder, inputOf(indexCase.input).path));
    return { id, result: countCase(indexCase, bytes) };
  } catch (error) {
    const code = error instanceof TallyError ? error.code : 'INTERNAL';
    return { id, error: { code, message: error instanceof Error ? error.message : 'failed' } };
  }
}

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new TallyError('FILE_UNREADABLE', 'the input of the case cannot be read', { file: path });
  }
}

function readIndex(path: string): readonly unknown[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UnusableInput(`${path}: unreadable`);
  }
  try {
    const index: unknown = JSON.parse(text);
    if (typeof index === 'object' && index !== null && 'cases' in index) {
      if (Array.isArray(index.cases)) return index.cases;
    }
  } catch {
    throw new UnusableInput(`${path}: not JSON`);
  }
  throw new UnusableInput(`${path}: no index, as it has no list of cases`);
}
