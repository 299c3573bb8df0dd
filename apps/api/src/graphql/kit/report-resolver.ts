import type { Type } from '@nestjs/common';
import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { permit, platformErrors, reportFile, reportRows } from '@rochdale/platform';
import type { Money, Report, ReportColumn, ReportKind } from '@rochdale/platform';
import { Graph } from './graph-context.js';
import type { GraphContext } from './graph-context.js';
import { MoneyType, toMoney } from './value/money.type.js';
import { BigIntScalar, DateScalar } from './value/scalars.js';

/** What one answer may hold; a longer report is taken as a file. */
const mostRows = 1_000;

const typeOf: Readonly<Record<ReportKind, () => unknown>> = {
  text: () => String,
  money: () => MoneyType,
  whole: () => BigIntScalar,
  day: () => DateScalar,
  instant: () => Date,
};

/** `trial-balance` is the field `trialBalance` with rows of the type `TrialBalanceRow`. */
function namesOf(report: Report): { field: string; row: string } {
  const upper = (_: string, letter: string): string => letter.toUpperCase();
  const field = reportFile(report.name).replaceAll(/-([a-z])/g, upper);
  return { field, row: `${field.replace(/^./, (letter) => letter.toUpperCase())}Row` };
}

function rowTypeOf(report: Report): Type {
  class RowType {}
  for (const [name, { kind, description, nullable = false }] of Object.entries(report.columns)) {
    Field(typeOf[kind] as () => typeof String, { description, nullable })(RowType.prototype, name);
  }
  ObjectType(namesOf(report).row, { description: `A row of the report ‘${report.name}’.` })(
    RowType,
  );
  return RowType;
}

function shown(row: Readonly<Record<string, unknown>>, columns: [string, ReportColumn][]): object {
  const cells = columns.map(([name, { kind }]) => {
    const value = row[name] ?? null;
    if (kind !== 'money' || value === null) return [name, value];
    const { minor, currency } = value as Money;
    return [name, toMoney(minor, currency)];
  });
  return Object.fromEntries(cells) as object;
}

/** The report's field in the schema: typed by its columns, asked for by its parameters. */
export function reportResolver(report: Report): Type {
  const rowType = rowTypeOf(report);
  const columns = Object.entries(report.columns);
  const params = Object.entries(report.params);

  class ReportResolver {
    async rows(graph: GraphContext, ...given: unknown[]): Promise<object[]> {
      permit(graph.actor, report.permission);
      const asked = Object.fromEntries(params.map(([name], nth) => [name, given[nth] ?? null]));
      return graph.read(async (tx) => {
        const rows: object[] = [];
        for await (const row of reportRows(report, tx, asked)) {
          if (rows.push(shown(row, columns)) > mostRows) {
            throw platformErrors.error('INVALID_INPUT', 'This is long: take it as a file.');
          }
        }
        return rows;
      });
    }
  }

  const { prototype } = ReportResolver;
  // What the compiler writes down of a method that is decorated where it stands.
  const parameterTypes = [Object, ...params.map(() => Object)];
  Reflect.defineMetadata('design:paramtypes', parameterTypes, prototype, 'rows');
  Reflect.defineMetadata('design:returntype', Promise, prototype, 'rows');
  Graph()(prototype, 'rows', 0);
  for (const [nth, [name, { kind, description }]] of params.entries()) {
    const type = typeOf[kind] as () => typeof String;
    Args(name, { type, description, nullable: true })(prototype, 'rows', nth + 1);
  }
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'rows') ?? {};
  const { field: name } = namesOf(report);
  Query(() => [rowType], { name, description: report.description })(prototype, 'rows', descriptor);
  Resolver()(ReportResolver);
  return ReportResolver;
}
