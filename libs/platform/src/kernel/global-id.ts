import { platformErrors } from './errors.js';
import { isId } from './id.js';
import {
  heardLately,
  markOfText,
  openId,
  sealId,
  strangersSeeing,
  typeOfSealed,
} from './id-seal.js';
import type { IdAudience, OwnIdAudience, ReadId, StrangersSee } from './id-seal.js';

/**
 * What is known by one id to everybody. Of a person each audience has its own: `toMemberId`. Where
 * the type is not known before, `toIdOf` is given the audience as well.
 */
type ForEverybody<Type extends string> = 'Member' extends Type ? never : Type;

/** Of whom each audience has an id of its own. */
const person = 'Member';

const sealed = (type: string, id: string, audience: OwnIdAudience): string =>
  sealId(type, id, type === person ? audience : '');

/** An opaque id that says what it is of, so that one type's id never passes for another's. */
export function toGlobalId<Type extends string>(type: ForEverybody<Type>, id: string): string {
  return sealId(type, id, '');
}

/** Several of one type, for where somebody reads them in a line. */
export const shownIds = <Type extends string>(
  type: ForEverybody<Type>,
  ids: readonly string[],
): string => ids.map((id) => sealId(type, id, '')).join(' ');

/** The id by which that audience knows the member. */
export const toMemberId = (id: string, audience: OwnIdAudience): string =>
  sealId(person, id, audience);

/** As `toMemberId`, for whom the member is shown so: strangers have an id for each. */
export const toShownMemberId = (id: string, audience: IdAudience, see: StrangersSee): string =>
  sealId(person, id, audience === 'stranger' ? strangersSeeing(see) : audience);

/**
 * By what an erased member is told beside that thing (its own id): another beside each, so that
 * nothing of before leads to it, and what they did is not joined by it. Nobody is found by it.
 */
export function toErasedMemberId(id: string, beside: string, audience: OwnIdAudience): string {
  const mark = Buffer.from(markOfText(`erased ${audience} beside ${beside}`, id), 'base64url');
  const hex = mark.toString('hex').slice(0, 32);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return sealId(person, [...parts, hex.slice(20)].join('-'), audience);
}

/** The id of something of whatever type, for that audience. */
export const toIdOf = sealed;

/** Ids that were given out before they were sealed told when and in what order: not of a person. */
function partsOfOld(bytes: Buffer): ReadId | null {
  const match = /^([A-Z][A-Za-z]{1,60}):(.+)$/.exec(bytes.toString('utf8'));
  const [, type, id] = match ?? [];
  const isNone = type === undefined || type === person || id === undefined || !isId(id);
  return isNone ? null : { type, id };
}

/** An error costs forty times what reading does, and a batch has a thousand ids: null for none. */
function partsOf(globalId: string, audience: OwnIdAudience | null): ReadId | null {
  if (globalId.length > 200) return null;
  return heardLately.of(`${audience ?? ''} ${globalId}`, () => newlyRead(globalId, audience));
}

function newlyRead(globalId: string, audience: OwnIdAudience | null): ReadId | null {
  const bytes = Buffer.from(globalId, 'base64url');
  const type = typeOfSealed(bytes);
  if (type === null) return partsOfOld(bytes);
  if (type === person && audience === null) return null;
  const id = openId(bytes, type, type === person ? (audience ?? '') : '');
  return id === null ? null : { type, id };
}

function idIn(
  type: string,
  globalId: string,
  path: readonly string[],
  audience: OwnIdAudience | null,
): string {
  const read = partsOf(globalId, audience);
  if (read?.type === type) return read.id;
  throw platformErrors.error('INVALID_ID', `This is not the id of a ${type}.`, { path });
}

/** @throws CodedError INVALID_ID when it is no id at all, or none that the audience was told */
export function readGlobalId(
  globalId: string,
  audience: OwnIdAudience,
  path: readonly string[] = [],
): ReadId {
  const read = partsOf(globalId, audience);
  if (read === null) throw platformErrors.error('INVALID_ID', 'This is not an id.', { path });
  return read;
}

/**
 * An id as every edge gives it, or the plain one that some edges gave out before they took both.
 *
 * @throws CodedError INVALID_ID when it is neither
 */
export function fromEitherId<Type extends string>(
  type: ForEverybody<Type>,
  id: string,
  path: readonly string[] = [],
): string {
  return isId(id) ? id : idIn(type, id, path, null);
}

/** @throws CodedError INVALID_ID when it is not an id of that type */
export function fromGlobalId<Type extends string>(
  type: ForEverybody<Type>,
  globalId: string,
  path: readonly string[] = [],
): string {
  return idIn(type, globalId, path, null);
}

/** @throws CodedError INVALID_ID when it is no id by which the audience knows a member */
export function fromMemberId(
  globalId: string,
  audience: OwnIdAudience,
  path: readonly string[] = [],
): string {
  return idIn(person, globalId, path, audience);
}

/** As `fromGlobalId`, of whatever type. @throws CodedError INVALID_ID */
export function fromIdOf(
  type: string,
  globalId: string,
  audience: IdAudience,
  path: readonly string[] = [],
): string {
  return idIn(type, globalId, path, audience);
}

/**
 * The plain id in an id of that type. Anything else as it is, where something else is meant by it
 * or somebody else refuses it.
 */
export function plainIdIn<Type extends string>(type: ForEverybody<Type>, text: string): string {
  return plainIdOf(type, text, null);
}

/**
 * As `plainIdIn`, of whatever type. A person is known by what the audience was told alone: the
 * plain id, which some know from elsewhere, is nobody's.
 */
export function plainIdOf(type: string, text: string, audience: OwnIdAudience | null): string {
  if (isId(text)) return type === person ? '' : text;
  const read = partsOf(text, audience);
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
export function toIdOfKind(kind: string, id: string, audience: IdAudience): string {
  return isId(id) ? sealed(typeOfKind(kind), id, audience) : id;
}
