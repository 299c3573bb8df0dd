import { platformErrors } from './errors.js';
import { isId } from './id.js';

/** An opaque id that says what it is of, so that one type's id never passes for another's. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`, 'utf8').toString('base64url');
}

interface ReadId {
  readonly type: string;
  readonly id: string;
}

/** An error costs forty times what reading does, and a batch has a thousand ids: null for none. */
function partsOf(globalId: string): ReadId | null {
  const text = globalId.length <= 200 ? Buffer.from(globalId, 'base64url').toString('utf8') : '';
  const match = /^([A-Z][A-Za-z]{1,60}):(.+)$/.exec(text);
  const [, type, id] = match ?? [];
  return type === undefined || id === undefined || !isId(id) ? null : { type, id };
}

/** @throws CodedError INVALID_ID when it is no id at all */
export function readGlobalId(globalId: string, path: readonly string[] = []): ReadId {
  const read = partsOf(globalId);
  if (read === null) throw platformErrors.error('INVALID_ID', 'This is not an id.', { path });
  return read;
}

/**
 * An id as every edge gives it, or the plain one that some edges gave out before they took both.
 *
 * @throws CodedError INVALID_ID when it is neither
 */
export function fromEitherId(type: string, id: string, path: readonly string[] = []): string {
  return isId(id) ? id : fromGlobalId(type, id, path);
}

/** @throws CodedError INVALID_ID when it is not an id of that type */
export function fromGlobalId(type: string, globalId: string, path: readonly string[] = []): string {
  const read = partsOf(globalId);
  if (read?.type === type) return read.id;
  throw platformErrors.error('INVALID_ID', `This is not the id of a ${type}.`, { path });
}

/**
 * The plain id in an id of that type. Anything else as it is, where something else is meant by it
 * or somebody else refuses it.
 */
export function plainIdIn(type: string, text: string): string {
  const read = isId(text) ? null : partsOf(text);
  return read?.type === type ? read.id : text;
}

/** Where the word of facts and the name that clients know are not the same one. */
const otherwise: Readonly<Record<string, string>> = {
  policy: 'DecisionPolicy',
  transaction: 'LedgerTransaction',
};

/** What clients call the type of that kind: `usage-statement` is a `UsageStatement`. */
export function typeOfKind(kind: string): string {
  return (
    otherwise[kind] ??
    kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
  );
}

/** The id of something of that kind as clients know it. What is no id of ours stays as it is. */
export function toIdOfKind(kind: string, id: string): string {
  return isId(id) ? toGlobalId(typeOfKind(kind), id) : id;
}
