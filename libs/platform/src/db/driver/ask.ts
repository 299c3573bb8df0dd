import pg from 'pg';

/** A prepared statement. */
interface Prepared {
  readonly name: string;
  readonly text: string;
  readonly isPlannedAnew?: boolean;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What the driver makes of a description of rows: how each value is read, and an empty row. */
interface Shape {
  fields: readonly Field[];
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
}

/** Of the driver's query what is used here; it does not describe it. */
interface DriverQuery {
  name: string;
  text: string;
  values: readonly unknown[];
  callback: (error: Error | null, result: pg.QueryResult) => void;
  _result: Shape & { addFields(fields: readonly Field[]): void };
  _accumulateRows: boolean;
}

/** By a statement's name, which has one text for ever. */
const shapes = new Map<string, Shape>();
const nothing = {};

function isOf(shape: Shape, fields: readonly Field[]): boolean {
  if (shape.fields.length !== fields.length) return false;
  return shape.fields.every(
    ({ name, dataTypeID }, at) => fields[at]?.name === name && fields[at].dataTypeID === dataTypeID,
  );
}

/**
 * A prepared statement under way. Postgres describes the rows of each answer anew, and the driver
 * makes readers of every description; they are the same each time. It copies what it is asked with
 * property by property as well.
 */
class Asked extends pg.Query {
  constructor(statement: Prepared, values: readonly unknown[], callback: DriverQuery['callback']) {
    super(nothing as pg.QueryConfig);
    const { text, isPlannedAnew = false } = statement;
    // Postgres keeps no plan of what has no name.
    const name = isPlannedAnew ? '' : statement.name;
    Object.assign(this as unknown as DriverQuery, { name, text, values, callback });
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const query = this as unknown as DriverQuery;
    const { _result: result, name } = query;
    query._accumulateRows = true;
    const known = shapes.get(name);
    if (known !== undefined && isOf(known, fields)) {
      result.fields = known.fields;
      result._parsers = known._parsers;
      result._prebuiltEmptyResultObject = known._prebuiltEmptyResultObject;
      return;
    }
    result.addFields(fields);
    const { _parsers, _prebuiltEmptyResultObject } = result;
    shapes.set(name, { fields, _parsers, _prebuiltEmptyResultObject });
  }
}

/** Asks a prepared statement, after whatever was asked before. Throws as `pg` does. */
export async function ask<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  statement: Prepared,
  values: readonly unknown[],
): Promise<pg.QueryResult<R>> {
  try {
    return await new Promise<pg.QueryResult<R>>((done, fail) => {
      client.query(
        new Asked(statement, values, (error, result) => {
          if (error === null) done(result as pg.QueryResult<R>);
          else fail(error);
        }),
      );
    });
  } catch (error) {
    // It was made where the answer came in: who asked is what somebody looks for.
    if (error instanceof Error) Error.captureStackTrace(error, ask);
    throw error;
  }
}
