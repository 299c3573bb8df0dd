import { fractions, platformErrors } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';
import { coopRecipient, splitRules, unusedRecipient } from './split-pool.js';
import type { PoolCase, PoolSplit, PoolUsage, SplitRule } from './split-pool.js';

/** A split as files say it: amounts in minor units as strings, carries as fractions. */
export interface PoolSplitJson {
  readonly partners: Readonly<Record<string, string>>;
  readonly unused: string;
  readonly coop: string;
  readonly carry: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

function refuse(where: string, what: string): Error {
  return platformErrors.error('INVALID_INPUT', `${where} ${what}`, { path: where.split('.') });
}

function fieldsOf(value: unknown, where: string): Fields {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Fields;
  throw refuse(where, 'is an object');
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refuse(where, 'is a list');
}

function textOf(value: unknown, where: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  throw refuse(where, 'is a text of 1 to 200 characters');
}

function numberOf(value: unknown, where: string): Rational {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,40}(\/\d{1,40}|\.\d{1,40})?$/.test(text)) {
    throw refuse(where, 'is a number in a string, such as 12, 0.5 or 1/3');
  }
  return fractions.parse(text);
}

/** What an earlier split left may be a longer fraction than anybody writes. */
function carriedOf(value: unknown, where: string): Rational {
  const fraction = /^(-?\d{1,20000})\/(\d{1,20000})$/.exec(typeof value === 'string' ? value : '');
  const [, numerator, denominator] = fraction ?? [];
  if (numerator === undefined || denominator === undefined) return numberOf(value, where);
  if (BigInt(denominator) === 0n) throw refuse(where, 'is over zero');
  return fractions.rational(BigInt(numerator), BigInt(denominator));
}

function notNegative(value: unknown, where: string): Rational {
  const number = numberOf(value, where);
  if (fractions.compare(number, fractions.zero) >= 0) return number;
  throw refuse(where, 'is zero or more');
}

function share(value: unknown, where: string): Rational {
  const number = notNegative(value, where);
  if (fractions.compare(number, fractions.one) <= 0) return number;
  throw refuse(where, 'is between 0 and 1');
}

function unique(ids: readonly string[], where: string): readonly string[] {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return ids;
  throw refuse(where, `names ${twice} twice`);
}

function readPaid(value: unknown): Map<string, bigint> {
  const rows = listOf(value, 'members').map((row, index) => {
    const where = `members.${index}`;
    const fields = fieldsOf(row, where);
    const paid = notNegative(fields['paidMinor'], `${where}.paidMinor`);
    if (paid.denominator !== 1n) throw refuse(`${where}.paidMinor`, 'is whole minor units');
    return [textOf(fields['id'], `${where}.id`), paid.numerator] as const;
  });
  unique(
    rows.map(([id]) => id),
    'members',
  );
  return new Map(rows);
}

function readUsage(
  value: unknown,
  members: ReadonlyMap<string, bigint>,
  partners: ReadonlySet<string>,
): PoolUsage[] {
  return listOf(value, 'usage').map((row, index) => {
    const where = `usage.${index}`;
    const fields = fieldsOf(row, where);
    const memberId = textOf(fields['member'], `${where}.member`);
    const partnerId = textOf(fields['partner'], `${where}.partner`);
    if (!members.has(memberId)) throw refuse(`${where}.member`, `is unknown: ${memberId}`);
    if (!partners.has(partnerId)) throw refuse(`${where}.partner`, `is unknown: ${partnerId}`);
    const quantity = notNegative(fields['quantity'], `${where}.quantity`);
    return { memberId, partnerId, quantity };
  });
}

function readCarry(value: unknown, partners: ReadonlySet<string>): Map<string, Rational> {
  const carry = new Map<string, Rational>();
  let total = fractions.zero;
  for (const [id, amount] of Object.entries(value === undefined ? {} : fieldsOf(value, 'carry'))) {
    if (!partners.has(id) && id !== unusedRecipient && id !== coopRecipient) {
      throw refuse(`carry.${id}`, 'is of nobody who takes part');
    }
    const number = carriedOf(amount, `carry.${id}`);
    carry.set(id, number);
    total = fractions.add(total, number);
  }
  if (fractions.compare(total, fractions.zero) !== 0) throw refuse('carry', 'sums to zero');
  return carry;
}

function readRule(value: unknown): SplitRule {
  const rule = splitRules.find((known) => known === value);
  if (rule !== undefined) return rule;
  throw refuse('rule', `is one of ${splitRules.join(', ')}`);
}

/** Reads a case of `split`. @throws CodedError INVALID_INPUT naming the field */
export function readPoolCase(value: unknown): PoolCase {
  const fields = fieldsOf(value, 'case');
  const rule = readRule(fields['rule']);
  const partnerIds = unique(
    listOf(fields['partners'], 'partners').map((id, n) => textOf(id, `partners.${n}`)),
    'partners',
  );
  if (partnerIds.some((id) => id.startsWith('~'))) {
    throw refuse('partners', 'have ids that do not begin with ~');
  }
  const partners = new Set(partnerIds);
  const paidMinor = readPaid(fields['members']);
  if (rule === 'hybrid' && fields['lambda'] === undefined) {
    throw refuse('lambda', 'is needed for the hybrid rule');
  }
  return {
    rule,
    coopShare: share(fields['coopShare'] ?? '0', 'coopShare'),
    lambda: share(fields['lambda'] ?? '0', 'lambda'),
    partnerIds,
    paidMinor,
    usage: readUsage(fields['usage'] ?? [], paidMinor, partners),
    carry: readCarry(fields['carry'], partners),
  };
}

/** A split as files and the command line say it. */
export function poolSplitJson(split: PoolSplit): PoolSplitJson {
  return {
    partners: Object.fromEntries([...split.partners].map(([id, minor]) => [id, minor.toString()])),
    unused: split.unusedMinor.toString(),
    coop: split.coopMinor.toString(),
    carry: Object.fromEntries([...split.carry].map(([id, rest]) => [id, fractions.format(rest)])),
  };
}
