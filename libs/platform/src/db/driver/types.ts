import pg from 'pg';

const oid = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  int8Array: 1016,
  dateArray: 1182,
} as const;

/** The driver names only some of the types that its parsers know by number. */
const parserOf = pg.types.getTypeParser as unknown as (
  id: number,
  format?: 'text' | 'binary',
) => (value: string) => unknown;

const asText = (text: string): string => text;

const parseAnyInstant = parserOf(oid.timestamptz) as (text: string) => Date;

/** `2026-11-28 12:31:02.345678+00`, as connections in UTC are told every instant of our time. */
const isUsual = (text: string): boolean =>
  text.charCodeAt(4) === 45 && text.charCodeAt(10) === 32 && text.endsWith('+00');

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** The first three digits of a fraction, of which the last zeros are left out: `.5+00` is 500. */
function milliseconds(text: string): number {
  const end = text.length - 3;
  let value = 0;
  for (let at = 20; at < 23; at += 1) value = value * 10 + (at < end ? digit(text, at) : 0);
  return value;
}

/** From its digits, in a third of the time that a date takes to be read as text. */
function parseInstant(text: string): Date {
  // The clock's arithmetic takes the years before 100 for those of the twentieth century.
  if (!isUsual(text) || text.startsWith('00')) return parseAnyInstant(text);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const day = Date.UTC(year, twoDigits(text, 5) - 1, twoDigits(text, 8));
  const minutes = twoDigits(text, 11) * 60 + twoDigits(text, 14);
  return new Date(day + (minutes * 60 + twoDigits(text, 17)) * 1000 + milliseconds(text));
}

const parseTextArray = parserOf(1009) as (text: string) => (string | null)[];

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [oid.int8, BigInt],
  [oid.int8Array, (text) => parseTextArray(text).map((one) => (one === null ? null : BigInt(one)))],
  [oid.timestamptz, parseInstant],
  // A calendar day has no time zone: it stays the text it is.
  [oid.date, asText],
  [oid.dateArray, parseTextArray],
  [oid.numeric, asText],
]);

/** How Postgres values become ours: 64-bit integers are bigint, decimals and days are text. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    format === 'binary'
      ? parserOf(id, 'binary')
      : (parsers.get(id) ?? parserOf(id))) as typeof pg.types.getTypeParser,
};
