import { columnsOf } from '../db/mapping.js';
import { FactEntity } from './fact.entity.js';

const told = ['type', 'subjectKind', 'subjectId', 'data', 'occurredAt'] as const;

/** A fact as programs elsewhere are told of it. */
export interface ToldFact extends Readonly<
  Pick<FactEntity, Exclude<(typeof told)[number], 'data'>>
> {
  readonly data: Readonly<Record<string, unknown>>;
}

/** The columns of a `ToldFact`, for a statement that joins `platform.facts` under this name. */
export function toldColumns(alias: string): string {
  return columnsOf(FactEntity, { of: alias, only: told });
}
