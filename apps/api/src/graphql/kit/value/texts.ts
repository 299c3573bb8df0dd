import { platformErrors } from '@rochdale/platform';

const loneSurrogate = /[\ud800-\udfff]/u;

/** Whether Postgres keeps a text as it is: it has no NUL, and no half of a character. */
export function isText(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}

/**
 * Half a character would be kept as another one, and the hash of what was sent would not be that of
 * what is kept; NUL is not kept at all.
 *
 * @param path where the value is, outermost first
 * @throws CodedError INVALID_INPUT for the first text anywhere inside it that is none
 */
export function refuseBrokenTexts(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (isText(value)) return;
    const message = 'Text has no NUL, and no half of a character.';
    throw platformErrors.error('INVALID_INPUT', message, { path });
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  for (const [name, inside] of Object.entries(value)) refuseBrokenTexts(inside, [...path, name]);
}
