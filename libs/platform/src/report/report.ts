import { assert } from '../kernel/assert.js';
import type { Money } from '../kernel/money.js';
import type { PermissionName } from '../kernel/permissions.js';
import type { Tx } from '../db/tx.js';

/** What a column or a parameter of a report can hold. Money always says its currency. */
export interface ReportValues {
  text: string;
  money: Money;
  whole: bigint;
  /** `2026-01-31` */
  day: string;
  instant: Date;
}

export type ReportKind = keyof ReportValues;

export interface ReportColumn {
  readonly kind: ReportKind;
  /** For whoever reads the report: what the figure is. */
  readonly description: string;
  readonly nullable?: boolean;
}

/** What a reader may say. Left out, it is null. */
export interface ReportParameter {
  readonly kind: Exclude<ReportKind, 'money' | 'whole'>;
  readonly description: string;
}

type ValueOf<Column extends ReportColumn> =
  ReportValues[Column['kind']] | (Column['nullable'] extends true ? null : never);

export type ReportRow<Columns extends Readonly<Record<string, ReportColumn>>> = {
  readonly [Name in keyof Columns]: ValueOf<Columns[Name]>;
};

export type ReportParams<Params extends Readonly<Record<string, ReportParameter>>> = {
  readonly [Name in keyof Params]: ReportValues[Params[Name]['kind']] | null;
};

/** A report as everybody else sees it: what it holds, and how to ask for it. */
export interface Report {
  /** `<room>.<noun>`; its field is `trialBalance`, its file `trial-balance.csv`. */
  readonly name: string;
  readonly description: string;
  readonly permission: PermissionName;
  readonly params: Readonly<Record<string, ReportParameter>>;
  readonly columns: Readonly<Record<string, ReportColumn>>;
  /** Whoever calls has asked for the permission. */
  rows(tx: Tx, params: ReportParams<never>): AsyncIterable<object> | Promise<readonly object[]>;
}

const named = new Set<string>();

/**
 * Declares a report, once, in `<room>/src/report/<name>.ts`; the room lists it. It becomes a field
 * of the schema with described columns, and a file for spreadsheets. Rows may come one by one.
 */
export function defineReport<
  const Params extends Readonly<Record<string, ReportParameter>>,
  const Columns extends Readonly<Record<string, ReportColumn>>,
>(
  report: Omit<Report, 'params' | 'columns' | 'rows'> & {
    readonly params: Params;
    readonly columns: Columns;
    rows(
      tx: Tx,
      params: ReportParams<Params>,
    ): AsyncIterable<ReportRow<Columns>> | Promise<readonly ReportRow<Columns>[]>;
  },
): Report {
  assert(/^[a-z-]+\.[a-z-]+$/.test(report.name), `report ${report.name} is not room.noun`);
  const file = reportFile(report.name);
  assert(!named.has(file), `report ${file} is declared twice`);
  named.add(file);
  return report;
}

/** `treasury.trial-balance` is the file `trial-balance`. */
export function reportFile(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** The rows of a report one by one, however it gives them. */
export async function* reportRows(
  report: Report,
  tx: Tx,
  params: Readonly<Record<string, unknown>>,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const rows = report.rows(tx, params as ReportParams<never>);
  const given = Symbol.asyncIterator in rows ? rows : await rows;
  for await (const row of given) yield row as Readonly<Record<string, unknown>>;
}
