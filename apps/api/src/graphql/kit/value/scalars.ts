import { GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { instantOf, isDay, platformErrors } from '@rochdale/platform';

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;
}

function parseBigInt(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,18}$/.test(text)) {
    const message = 'Minor units are a whole number of up to 18 digits, in a string.';
    throw platformErrors.error('INVALID_AMOUNT', message);
  }
  return BigInt(text);
}

/** A 64-bit whole number as a string: JSON numbers lose what is above 2^53. */
export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'A whole number of up to 18 digits, written as a string.',
  serialize: (value) => String(value),
  parseValue: parseBigInt,
  parseLiteral: (node) => parseBigInt(textOf(node)),
});

function parseDateTime(value: unknown): Date {
  const instant = typeof value === 'string' ? instantOf(value) : null;
  if (instant !== null) return instant;
  throw platformErrors.error('INVALID_DATE', 'A moment is written 2026-01-31T12:00:00Z.');
}

/** A moment, always told in UTC. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in UTC, written as in RFC 3339: 2026-01-31T12:00:00.000Z.',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(textOf(node)),
});

function parseDay(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw platformErrors.error('INVALID_DATE', 'A day is written 2026-01-31.');
}

/** A calendar day without a time zone. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day, written 2026-01-31.',
  serialize: (value) => String(value),
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(textOf(node)),
});

function parseExactDecimal(value: unknown): string {
  if (typeof value !== 'string' || !/^-?\d{1,20}(\.\d{1,12})?$/.test(value)) {
    throw platformErrors.error('INVALID_AMOUNT', 'A decimal is digits and at most one point.');
  }
  return value;
}

/** An exact decimal number as a string. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number, written as a string.',
  serialize: (value) => String(value),
  parseValue: parseExactDecimal,
  parseLiteral: (node) => parseExactDecimal(textOf(node)),
});
