import { platformErrors } from '@rochdale/platform';

/**
 * What a client says that nobody heeds would give another answer than was meant.
 *
 * @throws CodedError INVALID_INPUT, naming what is not known
 */
export function refuseUnknown(
  query: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const name = unknown.slice(0, 100);
  const message = `There is no option ${name}; there are: ${known.join(', ') || 'none'}.`;
  throw platformErrors.error('INVALID_INPUT', message, { path: [name] });
}
