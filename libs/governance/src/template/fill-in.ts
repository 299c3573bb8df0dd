import { canonicalJson, CodedError, formatDecimal, isDay } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { isShallow } from './template.js';
import type { Template, TemplateField } from './template.js';

/** What somebody filled in, by the names of fields. */
export type Values = Readonly<Record<string, unknown>>;

/** A proposal as a template makes it; ids in it are as they were filled in. */
export interface FilledIn {
  readonly title: string;
  readonly body: string;
  readonly policyKey: string;
  readonly options: readonly string[] | null;
  readonly voteTerms: object | null;
  readonly actions: readonly { readonly kind: string; readonly payload: object }[];
  readonly windowHours: number | null;
  readonly visibility: 'public' | 'members' | null;
  readonly tags: readonly string[];
}

/** How much may come of what was filled in: a text that stands in many places is many texts. */
const longestFilled = 500_000;

const inText = /\{\{ *([a-z][a-zA-Z0-9]*) *\}\}/g;
const alone = /^\{\{ *([a-z][a-zA-Z0-9]*) *\}\}$/;

/** The names of the fields that a text has places for. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(inText)].map(([, name]) => name ?? '');

/** The name of the field for whose value a text stands; null for a text. */
export const nameAlone = (text: string): string | null => alone.exec(text)?.[1] ?? null;

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest;
const isLine = (value: unknown): value is string =>
  isText(value, 200) && value.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
const isAmount = (value: unknown): value is string =>
  typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value);
const isListOf = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every(isOne);

const fits: Readonly<
  Record<TemplateField['kind'], (value: unknown, field: TemplateField) => boolean>
> = {
  line: isLine,
  text: (value) => isText(value, 50_000) && value.trim() !== '',
  lines: (value) => isListOf(value, isLine),
  integer: (value) => Number.isSafeInteger(value),
  amount: isAmount,
  amounts: (value) => isListOf(value, isAmount),
  day: (value) => typeof value === 'string' && isDay(value),
  choice: (value, { choices = [] }) => choices.some((one) => one === value),
  id: (value) => isText(value, 200) && value !== '',
  json: (value) => isShallow(value),
};

/** What was filled in there, and nothing that every object has. */
const valueOf = (values: Values, name: string): unknown =>
  Object.hasOwn(values, name) ? (values[name] ?? null) : null;

/**
 * What of these is no such value: required and missing, of another kind, or of no field.
 *
 * @throws CodedError TEMPLATE_VALUES_INVALID
 */
function requireValues({ fields }: Template, values: Values): void {
  const known = new Set(fields.map(({ name }) => name));
  const other = Object.keys(values).find((name) => !known.has(name));
  if (other !== undefined) throw unfit(other, 'unknown', 'There is no such field.');
  for (const field of fields) {
    const value = valueOf(values, field.name);
    if (value === null && field.optional !== true) {
      throw unfit(field.name, 'missing', 'This has to be filled in.');
    }
    if (value !== null && !fits[field.kind](value, field)) {
      throw unfit(field.name, 'kind', `This is no ${field.kind} as the field asks for.`);
    }
  }
}

function unfit(
  name: string,
  reason: 'unknown' | 'missing' | 'kind' | 'long',
  message: string,
): Error {
  const path = ['valuesJson', name];
  return governanceErrors.error('TEMPLATE_VALUES_INVALID', message, { path, data: { reason } });
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : canonicalJson(value);

/** The place of a field as words; nothing for what was left out. */
function wordsOf(template: Template, name: string, values: Values): string {
  const field = template.fields.find((one) => one.name === name);
  const value = valueOf(values, name);
  if (field === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => `- ${String(one)}`).join('\n');
  if (field.kind !== 'amount' || field.currency === undefined) return asText(value);
  const named = nameAlone(field.currency);
  const currency = named === null ? field.currency : asText(valueOf(values, named) ?? '');
  try {
    return `${formatDecimal(BigInt(asText(value)), currency)} ${currency}`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw unfit(named ?? name, 'kind', 'There is no such currency.');
  }
}

/**
 * The proposal that a template makes of what was filled in.
 *
 * @throws CodedError TEMPLATE_VALUES_INVALID, with `valuesJson` and the field's name as its path
 */
export function fillIn(template: Template, values: Values): FilledIn {
  requireValues(template, values);
  let length = 0;
  const count = (name: string, filled: string): string => {
    length += filled.length;
    if (length > longestFilled) throw unfit(name, 'long', 'What comes of it is too long.');
    return filled;
  };
  const text = (pattern: string): string =>
    pattern.replaceAll(inText, (_, name: string) => count(name, wordsOf(template, name, values)));
  const value = (pattern: unknown): unknown => {
    if (typeof pattern === 'string') {
      const name = nameAlone(pattern);
      if (name === null) return text(pattern);
      const whole = valueOf(values, name);
      count(name, canonicalJson(whole));
      return whole;
    }
    if (Array.isArray(pattern)) return pattern.map(value);
    if (typeof pattern !== 'object' || pattern === null) return pattern;
    return Object.fromEntries(Object.entries(pattern).map(([name, one]) => [name, value(one)]));
  };
  const { title, body, options, voteTerms, actions, ...rest } = template.proposal;
  return {
    ...rest,
    policyKey: template.policy.key,
    title: text(title),
    body: text(body),
    options: options === null ? null : (value(options) as readonly string[] | null),
    voteTerms: voteTerms === null ? null : Object(value(voteTerms)),
    actions: actions.map(({ kind, payload }) => ({ kind, payload: Object(value(payload)) })),
  };
}
