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
  callback: (error: Error | null, answer: unknown) => void;
  _checkForMultirow(): void;
  _result: Shape & { addFields(fields: readonly Field[]): void };
  _accumulateRows: boolean;
}

/** By a statement's name, which has one text for ever, or by a column that only one answer has. */
const shapes = new Map<string, Shape>();
const nothing = {};

function isOf(shape: Shape, fields: readonly Field[]): boolean {
  if (shape.fields.length !== fields.length) return false;
  return shape.fields.every(
    ({ name, dataTypeID }, at) => fields[at]?.name === name && fields[at].dataTypeID === dataTypeID,
  );
}

/** Takes in how rows look that are on their way: as they did the last time, or anew. */
function expectRows(result: DriverQuery['_result'], key: string, fields: readonly Field[]): void {
  const known = shapes.get(key);
  if (known !== undefined && isOf(known, fields)) {
    result.fields = known.fields;
    result._parsers = known._parsers;
    result._prebuiltEmptyResultObject = known._prebuiltEmptyResultObject;
    return;
  }
  result.addFields(fields);
  const { _parsers, _prebuiltEmptyResultObject } = result;
  shapes.set(key, { fields, _parsers, _prebuiltEmptyResultObject });
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
    query._accumulateRows = true;
    expectRows(query._result, query.name, fields);
  }
}

/** A message of several statements without parameters, under way: each has its answer. */
class Told extends pg.Query {
  constructor(text: string, callback: DriverQuery['callback']) {
    super(nothing as pg.QueryConfig);
    Object.assign(this as unknown as DriverQuery, { text, callback });
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const query = this as unknown as DriverQuery;
    query._checkForMultirow();
    query._accumulateRows = true;
    expectRows(query._result, `; ${fields.at(-1)?.name ?? ''}`, fields);
  }
}

async function answered<Answer>(
  client: pg.PoolClient,
  made: (callback: DriverQuery['callback']) => pg.Query,
): Promise<Answer> {
  try {
    return await new Promise<Answer>((done, fail) => {
      const query = made((error, answer) => {
        if (error === null) done(answer as Answer);
        else fail(error);
      });
      client.query(query);
    });
  } catch (error) {
    // It was made where the answer came in: who asked is what somebody looks for.
    if (error instanceof Error) Error.captureStackTrace(error, answered);
    throw error;
  }
}

/** Asks a prepared statement, after whatever was asked before. Throws as `pg` does. */
export const ask = <R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  statement: Prepared,
  values: readonly unknown[],
): Promise<pg.QueryResult<R>> =>
  answered(client, (callback) => new Asked(statement, values, callback));

/** Sends several statements in one message, and gives the answer of each. Throws as `pg` does. */
export const tell = (client: pg.PoolClient, text: string): Promise<readonly pg.QueryResult[]> =>
  answered(client, (callback) => new Told(text, callback));
