import type { z } from 'zod';

/** Why a value has not the shape that was asked for: a closed list, whichever library looked. */
export const shapeFaults = [
  'missing',
  'kind',
  'unknown-field',
  'too-small',
  'too-large',
  'spelling',
  'choice',
  'meaning',
] as const;
export type ShapeFaultReason = (typeof shapeFaults)[number];

export interface ShapeFault {
  readonly reason: ShapeFaultReason;
  /** A sentence of ours. */
  readonly message: string;
  /** Where in the value. */
  readonly path: readonly string[];
}

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};
const counted: Readonly<Record<string, string>> = {
  string: 'characters',
  array: 'entries',
  set: 'entries',
  map: 'entries',
};

function valueAt(given: unknown, path: Issue['path']): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], given);
}

function sizeOf(bound: unknown, origin: string, word: 'at least' | 'at most', exact: boolean) {
  const unit = counted[origin];
  const how = exact ? 'exactly' : word;
  return unit === undefined
    ? `This is ${how} ${String(bound)}.`
    : `This has ${how} ${String(bound)} ${unit}.`;
}

/** As whoever sent it wrote it, so far as it is a name. */
const nameOf = (key: string): string => (/^[\w.-]{1,60}$/.test(key) ? key : 'of this name');

/** The last of the branches is asked where one of them is only about what lies deeper. */
function inBranches(issue: Extract<Issue, { code: 'invalid_union' }>, given: unknown): ShapeFault {
  const deepest = issue.errors
    .flatMap((branch) => branch[0] ?? [])
    .toSorted((one, other) => other.path.length - one.path.length)[0];
  if (deepest === undefined || deepest.path.length === 0) {
    return { reason: 'choice', message: 'This is none of what it can be.', path: [] };
  }
  return told(deepest, valueAt(given, issue.path));
}

function told(issue: Issue, given: unknown): ShapeFault {
  const path = issue.path.map(String);
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.path.length > 0 && valueAt(given, issue.path) === undefined) {
        return { reason: 'missing', message: 'This is missing.', path };
      }
      const wanted = kinds[issue.expected] ?? 'of another kind';
      return { reason: 'kind', message: `This has to be ${wanted}.`, path };
    }
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      return { reason: 'unknown-field', message: `There is no field ${nameOf(key)} here.`, path };
    }
    case 'too_small': {
      const message = sizeOf(issue.minimum, issue.origin, 'at least', issue.exact === true);
      return { reason: 'too-small', message: message, path };
    }
    case 'too_big': {
      const message = sizeOf(issue.maximum, issue.origin, 'at most', issue.exact === true);
      return { reason: 'too-large', message, path };
    }
    case 'invalid_value': {
      const list = issue.values.map(String).join(', ');
      return { reason: 'choice', message: `This is one of: ${list}.`, path };
    }
    case 'invalid_union': {
      const inside = inBranches(issue, given);
      return { ...inside, path: [...path, ...inside.path] };
    }
    case 'custom':
      return { reason: 'meaning', message: issue.message, path };
    default:
      return { reason: 'spelling', message: 'This is not written as it has to be.', path };
  }
}

/** What is at fault first, in our words. */
export function shapeFaultOf({ issues }: z.core.$ZodError, given: unknown): ShapeFault {
  const [issue] = issues;
  if (issue !== undefined) return told(issue, given);
  return { reason: 'kind', message: 'This is something else.', path: [] };
}
