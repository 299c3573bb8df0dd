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

/** As ISO 8601, which the machine reads in half the time of the driver's patterns. */
const parseInstant = (text: string): Date =>
  isUsual(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : parseAnyInstant(text);

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
