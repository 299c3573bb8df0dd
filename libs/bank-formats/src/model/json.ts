import type { BankFile } from './statement.js';

/**
 * A file's content as JSON text. Amounts are strings of minor units, since a JSON number would pass
 * through a floating-point one; keys keep the order of the model, so equal files give equal text.
 */
export function bankFileJson(file: BankFile, indent = 2): string {
  return modelJson(file, indent);
}

/** Any value of the model (or of a writer's input) as JSON text, `bigint` as strings. */
export function modelJson(value: unknown, indent = 0): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part),
    indent,
  );
}
