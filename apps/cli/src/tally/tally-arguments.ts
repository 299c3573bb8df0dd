import { encodings } from '@rochdale/tally';
import type { ReadContext } from '@rochdale/tally';

import { UnusableInput } from '../command.js';

/** What the command line may say of how a file is to be read. */
export type Reading = Pick<
  ReadContext,
  'key' | 'seats' | 'encoding' | 'names' | 'passOver' | 'doubled' | 'beyondLimits'
>;

/** The words after `tally`, taken apart. */
export interface TallyArguments {
  readonly file: string | null;
  readonly batch: string | null;
  readonly list: boolean;
  readonly help: boolean;
  readonly json: boolean;
  readonly method: string | null;
  readonly variant: string | null;
  readonly format: string | null;
  readonly reading: Reading;
  /** Everything else with two dashes: options of the method. */
  readonly options: Readonly<Record<string, string>>;
}

const switches = new Set(['list', 'help', 'json']);
const words = new Set([
  'batch',
  'method',
  'variant',
  'format',
  'key',
  'seats',
  'encoding',
  'names',
  'pass-over',
  'doubled',
  'beyond-limits',
]);

/** Takes the command line apart. Throws UnusableInput for what makes no sense. */
export function parseTallyArguments(args: readonly string[]): TallyArguments {
  const files: string[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (!word.startsWith('--') || word === '--') {
      if (word !== '--') files.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    if (values.has(name)) throw new UnusableInput(`--${name} is given twice`);
    if (equals >= 0) values.set(name, word.slice(equals + 1));
    else if (switches.has(name)) values.set(name, 'true');
    else if (at + 1 < args.length && !(args[at + 1] as string).startsWith('--')) {
      values.set(name, args[++at] as string);
    } else if (words.has(name)) throw new UnusableInput(`--${name} needs a value`);
    else values.set(name, 'true');
  }
  refuseContradictions(values, files);
  if (files.length > 1) throw new UnusableInput(`one file at a time, not also '${files[1]}'`);
  const own = (name: string): string | null => values.get(name) ?? null;
  return {
    file: files[0] ?? null,
    batch: own('batch'),
    list: values.has('list'),
    help: values.has('help'),
    json: values.has('json'),
    method: own('method'),
    variant: own('variant'),
    format: own('format'),
    reading: readingOf(own),
    options: Object.fromEntries(
      [...values].filter(([name]) => !switches.has(name) && !words.has(name)),
    ),
  };
}

/** What would be passed over in silence is refused: the user meant something by it. */
function refuseContradictions(values: ReadonlyMap<string, string>, files: readonly string[]): void {
  for (const name of switches) {
    if ((values.get(name) ?? 'true') !== 'true') {
      throw new UnusableInput(`--${name} takes no value`);
    }
  }
  for (const verb of ['help', 'list', 'batch']) {
    if (!values.has(verb)) continue;
    const other = [...values.keys()].find((name) => name !== verb && name !== 'json') ?? files[0];
    if (other === undefined || verb === 'help') return;
    throw new UnusableInput(`--${verb} stands alone; '${other}' makes no sense beside it`);
  }
}

function readingOf(own: (name: string) => string | null): Reading {
  const given = {
    key: own('key'),
    seats: seatsOf(own('seats')),
    encoding: oneOf('encoding', own('encoding'), encodings),
    names: oneOf('names', own('names'), ['refuse', 'merge'] as const),
    passOver: own('pass-over')?.split(',') ?? null,
    doubled: oneOf('doubled', own('doubled'), ['refuse', 'merge', 'drop'] as const),
    beyondLimits: oneOf('beyond-limits', own('beyond-limits'), ['refuse', 'drop'] as const),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function oneOf<T extends string>(
  name: string,
  text: string | null,
  choices: readonly T[],
): T | null {
  const found = choices.find((choice) => choice === text);
  if (text === null || found !== undefined) return found ?? null;
  throw new UnusableInput(`'${text}' is no value for --${name}; one of ${choices.join(', ')}`);
}

function seatsOf(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UnusableInput(`'${text}' is no number of seats`);
  return Number(text);
}
