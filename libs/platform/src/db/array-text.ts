const needsEscape = /["\\]/;

function escaped(value: string): string {
  return value.replaceAll(/["\\]/g, '\\$&');
}

/**
 * Values as one Postgres array literal, for a parameter of a prepared statement. It says the same
 * as the driver does, which looks at each element for itself: for statements that take thousands.
 * Source: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function arrayText(values: readonly string[]): string {
  if (values.length === 0) return '{}';
  const isPlain = !needsEscape.test(values.join(''));
  return `{"${(isPlain ? values : values.map(escaped)).join('","')}"}`;
}
