import { isId, sha256Hex, sql } from '@rochdale/platform';
import type { Parameter, Statement } from '@rochdale/platform';
import type { CleanedWhere } from 'better-auth/adapters';

/** A piece of SQL with the parameters it brings along. */
export interface Fragment {
  readonly text: string;
  readonly params: readonly Parameter[];
}

const idColumns: ReadonlySet<string> = new Set(['id', 'account_id']);

/** The shapes that better-auth asks for are few, so each is prepared once under its own hash. */
export function statementFor(text: string): Statement {
  return sql(`identity.auth-${sha256Hex(text).slice(0, 32)}`, text);
}

export function quoted(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a column of ours: ${name}`);
  return `"${name}"`;
}

export function tableOf(model: string): string {
  return `identity.${quoted(model)}`;
}

const likePatterns: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${text}%`,
  starts_with: (text) => `${text}%`,
  ends_with: (text) => `%${text}`,
};

const comparisons: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

/** A text that is no id cannot be the id of a row; Postgres would call it a syntax error. */
function cannotMatch({ field, value }: CleanedWhere): boolean {
  return idColumns.has(field) && typeof value === 'string' && !isId(value);
}

function condition(where: CleanedWhere, index: number): Fragment {
  const column = quoted(where.field);
  const { operator = 'eq', value, mode } = where;
  const folds = mode === 'insensitive' && typeof value === 'string';
  const left = folds ? `lower(${column})` : column;
  const right = folds ? `lower($${index})` : `$${index}`;
  if (value === null) {
    return { text: `${column} is ${operator === 'ne' ? 'not ' : ''}null`, params: [] };
  }
  if (cannotMatch(where)) return { text: operator === 'ne' ? 'true' : 'false', params: [] };
  if (operator === 'in' || operator === 'not_in') {
    const list = `${column} = any($${index})`;
    const values = (Array.isArray(value) ? value : [value]) as Parameter;
    return { text: operator === 'in' ? list : `not (${list})`, params: [values] };
  }
  const pattern = likePatterns[operator];
  if (pattern !== undefined) {
    const sought = typeof value === 'string' ? value : '';
    const literal = sought.replaceAll(/[\\%_]/g, (found) => `\\${found}`);
    return { text: `${left} like ${right}`, params: [pattern(literal)] };
  }
  return { text: `${left} ${comparisons[operator]} ${right}`, params: [value] };
}

/** All of the AND conditions and, if there are OR conditions, any of those. */
export function conditions(where: readonly CleanedWhere[], offset = 0): Fragment {
  const params: Parameter[] = [];
  const texts = { AND: [] as string[], OR: [] as string[] };
  for (const one of where) {
    const fragment = condition(one, offset + params.length + 1);
    texts[one.connector ?? 'AND'].push(fragment.text);
    params.push(...fragment.params);
  }
  const any = texts.OR.length > 0 ? [`(${texts.OR.join(' or ')})`] : [];
  const text = [...texts.AND, ...any].join(' and ');
  return { text: text === '' ? 'true' : text, params };
}

/** `"a" = $1, "b" = $2` for an UPDATE, parameters in the same order. */
export function assignments(values: Readonly<Record<string, unknown>>): Fragment {
  const names = Object.keys(values);
  return {
    text: names.map((name, index) => `${quoted(name)} = $${index + 1}`).join(', '),
    params: names.map((name) => values[name] as Parameter),
  };
}
