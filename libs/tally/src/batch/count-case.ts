import { findFormat } from '../formats/formats.js';
import { count } from '../methods/registry.js';
import type { CountRequest } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';
import type { JsonValue, TallyResult } from '../model/result.js';
import type { IndexCase } from '../index-case/case-rule.js';
import { requestOf } from './case-rules.js';

/** The file and the key within it that an index's `input` names: `instances.json#key`. */
export function inputOf(input: string): { path: string; key?: string } {
  const mark = input.indexOf('#');
  return mark < 0 ? { path: input } : { path: input.slice(0, mark), key: input.slice(mark + 1) };
}

/**
 * Counts one case of an index, given the bytes of its input. `change` may adjust the request, as
 * for a tie that was decided outside. Throws TallyError.
 */
export function countCase(
  indexCase: IndexCase,
  bytes: Uint8Array,
  change: (request: CountRequest) => CountRequest = (request) => request,
): TallyResult {
  const { path, key } = inputOf(indexCase.input);
  const format = findFormat(indexCase.format.replace(/ \(choices .*\)$/, ''));
  const election = format.read(bytes, {
    file: path,
    ...(key === undefined ? {} : { key }),
    ...(indexCase.seats > 0 ? { seats: indexCase.seats } : {}),
    ...ballotsOf(indexCase.method),
  });
  return count(election, change(requestOf(indexCase)));
}

function ballotsOf(method: string): { ballots: 'ranked' | 'approval' | 'allocation' } | null {
  if (method === 'irv' || method === 'stv') return { ballots: 'ranked' };
  if (method === 'approval') return { ballots: 'approval' };
  if (method === 'quadratic' || method === 'score') return { ballots: 'allocation' };
  return null;
}

/** A case as it stands in an index. Throws FILE_MALFORMED for anything that is none. */
export function parseCase(value: unknown): IndexCase {
  const record = typeof value === 'object' && value !== null ? value : {};
  const { id, method, variant, input, format, seats, params } = record as Record<string, unknown>;
  const texts = [id, method, variant, input, format];
  const given = seats ?? 0;
  if (!texts.every((text) => typeof text === 'string') || !isCount(given)) {
    throw new TallyError('FILE_MALFORMED', 'a case without id, method, variant, input or seats');
  }
  const isRecord = typeof params === 'object' && params !== null && !Array.isArray(params);
  return {
    ...({ id, method, variant, input, format } as Omit<IndexCase, 'seats' | 'params'>),
    seats: given,
    params: isRecord ? (params as Readonly<Record<string, JsonValue>>) : {},
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
