import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Cipher, Decipher } from 'node:crypto';
import { assert } from './assert.js';
import type { Actor } from './actor.js';
import { counterModeWith, hmacWith } from './cipher/kept-keys.js';
import { KeptResults } from './cipher/kept-results.js';

/**
 * Who gets to see an id of a person. Members know each other by one set of ids, and everybody else
 * by another.
 */
export type IdAudience = 'inside' | 'stranger';

/**
 * A partner has one more set, its own, for what nobody else reads: beside a thing that others see
 * too, it would say whom they call how.
 */
export type OwnIdAudience = IdAudience | `partner ${string}`;

/** What strangers are shown of a person. */
export type StrangersSee = 'name' | 'pseudonym' | 'nothing';

/**
 * Strangers have an id for each: whoever noted it beside the name does not find by it who hides
 * afterwards. Without a word it is of whom they see nothing.
 */
type SealedFor = OwnIdAudience | `stranger ${Exclude<StrangersSee, 'nothing'>}` | '';

/** By which of their ids strangers know a person of whom they see that. */
export const strangersSeeing = (see: StrangersSee): SealedFor =>
  see === 'nothing' ? 'stranger' : `stranger ${see}`;

const strangers = [
  strangersSeeing('nothing'),
  strangersSeeing('name'),
  strangersSeeing('pseudonym'),
] as const;

type Asker = Pick<Actor, 'kind' | 'memberId' | 'partnerId' | 'standing' | 'wasAdmitted'>;

/**
 * As whom they are told ids, and by which ids they ask. Whoever likes may apply and withdraw it: an
 * applicant is a stranger until somebody let them in. A partner reads what strangers read.
 */
export function audienceOf(actor: Asker): IdAudience {
  const { kind, memberId, partnerId, standing, wasAdmitted } = actor;
  if (partnerId !== null) return 'stranger';
  const isMember = memberId !== null && standing !== 'applicant' && wasAdmitted !== false;
  return kind === 'system' || isMember ? 'inside' : 'stranger';
}

/** As whom they are told of persons in what is theirs alone: what a partner reported itself. */
export const ownAudienceOf = (actor: Asker): OwnIdAudience =>
  actor.partnerId === null ? audienceOf(actor) : `partner ${actor.partnerId}`;

export interface ReadId {
  readonly type: string;
  readonly id: string;
}

interface BlockKey {
  readonly cipher: Cipher;
  readonly decipher: Decipher;
  /** The last sealed id: its blocks are written over, the rest is the same for all of the type. */
  readonly sealed: Buffer;
}

/** Keys that a process has made; anybody may ask by ids of types that there are not. */
const mostKeys = 1_000;
const cipherName = 'aes-256-ecb';
const blockBytes = 16;
const checkBytes = 4;
const version = 1;
const sealedBytes = 1 + blockBytes + checkBytes;
/** Turns the id into one that is none: what is checked by is never itself an id's block. */
const checkMark = 0xf0;
const checkMarkAt = 6;

let root: Buffer | null = null;
let textKeys: {
  readonly mark: ReturnType<typeof hmacWith>;
  readonly turn: ReturnType<typeof counterModeWith>;
} | null = null;
const blockKeys = new Map<string, BlockKey>();
/** Of the latest pages: a few thousand of some hundred letters each. */
const told = new KeptResults(8_192);
/** What ids were read as, by who asked and by their texts. Partners report of the same members. */
export const heardLately = new KeptResults<ReadId | null>(8_192);

/**
 * By what secret this process tells and hears ids and cursors. Said once, before anything is
 * asked; whoever forgets it fails at the first id.
 */
export function sealIdsWith(secret: string): void {
  root = Buffer.from(hkdfSync('sha256', secret, '', 'rochdale ids', 32));
  blockKeys.clear();
  textKeys = null;
  told.forget();
  heardLately.forget();
}

function derived(purpose: string): Buffer {
  assert(root !== null, 'the process was told by what secret its ids are sealed');
  return Buffer.from(hkdfSync('sha256', root, '', purpose, 32));
}

function keysOfTexts() {
  textKeys ??= {
    mark: hmacWith(derived('text mark')),
    turn: counterModeWith(derived('text')),
  };
  return textKeys;
}

function blockKey(type: string, audience: SealedFor): BlockKey {
  const name = `id ${type} ${audience}`;
  const known = blockKeys.get(name);
  if (known !== undefined) return known;
  const key = derived(name);
  const sealed = Buffer.alloc(sealedBytes + type.length);
  sealed[0] = version;
  sealed.write(type, sealedBytes, 'latin1');
  const made = {
    cipher: createCipheriv(cipherName, key, null).setAutoPadding(false),
    decipher: createDecipheriv(cipherName, key, null).setAutoPadding(false),
    sealed,
  };
  if (blockKeys.size >= mostKeys) blockKeys.clear();
  blockKeys.set(name, made);
  return made;
}

/** The id twice, the second time marked; written over for each id, as nothing waits in between. */
const bothBlocks = Buffer.alloc(2 * blockBytes);

/** The id and what it is checked by, block beside block. */
function sealedBlocks({ cipher }: BlockKey): Buffer {
  bothBlocks.copy(bothBlocks, blockBytes, 0, blockBytes);
  const at = blockBytes + checkMarkAt;
  bothBlocks.writeUInt8(bothBlocks.readUInt8(at) ^ checkMark, at);
  return cipher.update(bothBlocks);
}

const withoutDashes = (id: string): string =>
  id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24);

/**
 * An id is one block of AES: told apart from every other, in no order, and told by nobody without
 * the secret. A few bytes more tell a made-up one. A page has hundreds: each costs about as much
 * as the two blocks.
 */
export function sealId(type: string, id: string, audience: SealedFor): string {
  return told.of(`id ${type} ${audience} ${id}`, () => newlySealedId(type, id, audience));
}

function newlySealedId(type: string, id: string, audience: SealedFor): string {
  const key = blockKey(type, audience);
  assert(bothBlocks.write(withoutDashes(id), 'hex') === blockBytes, 'an id is a UUID');
  sealedBlocks(key).copy(key.sealed, 1, 0, blockBytes + checkBytes);
  return key.sealed.toString('base64url');
}

/** What type the bytes say that they are an id of; null when they are no sealed id. */
export function typeOfSealed(bytes: Buffer): string | null {
  if (bytes[0] !== version) return null;
  const type = bytes.toString('latin1', sealedBytes);
  return /^[A-Z][A-Za-z]{1,60}$/.test(type) ? type : null;
}

/** The id in the bytes, or null when it was not sealed for that audience, or by somebody else. */
export function openId(bytes: Buffer, type: string, audience: OwnIdAudience | ''): string | null {
  if (audience !== 'stranger') return openedFor(bytes, type, audience);
  for (const one of strangers) {
    const id = openedFor(bytes, type, one);
    if (id !== null) return id;
  }
  return null;
}

function openedFor(bytes: Buffer, type: string, audience: SealedFor): string | null {
  const key = blockKey(type, audience);
  const plain = key.decipher.update(bytes.subarray(1, 1 + blockBytes));
  plain.copy(bothBlocks);
  const check = sealedBlocks(key).subarray(blockBytes, blockBytes + checkBytes);
  if (!timingSafeEqual(check, bytes.subarray(1 + blockBytes, sealedBytes))) return null;
  const hex = plain.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join('-');
}

/** What a sealed text is of: `members of stranger`. It opens as that, and as nothing else. */
type TextContext = string;

function markOf(context: TextContext, text: Buffer): Buffer {
  const marked = Buffer.concat([Buffer.from(`${context}\0`), text]);
  return keysOfTexts().mark(marked).subarray(0, blockBytes);
}

/** By what a text is known again, and nobody without the secret finds out which it is. */
export function markOfText(context: TextContext, text: string): string {
  return markOf(`mark of ${context}`, Buffer.from(text)).toString('base64url');
}

/**
 * A text that nobody but this installation reads or makes; the same each time. Its length is told
 * in steps of a block.
 */
export function sealText(context: TextContext, text: string): string {
  return told.of(`text ${context}\0${text}`, () => newlySealedText(context, text));
}

function newlySealedText(context: TextContext, text: string): string {
  const length = Math.ceil(Buffer.byteLength(text) / blockBytes) * blockBytes;
  const padded = Buffer.alloc(length);
  padded.write(text);
  const mark = markOf(context, padded);
  return Buffer.concat([mark, keysOfTexts().turn(mark, padded)]).toString('base64url');
}

/** Null when it was not sealed as that. */
export function openText(context: TextContext, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= blockBytes) return null;
  const mark = bytes.subarray(0, blockBytes);
  const padded = keysOfTexts().turn(mark, bytes.subarray(blockBytes));
  if (!timingSafeEqual(markOf(context, padded), mark)) return null;
  return padded.toString('utf8').replace(/\0+$/, '');
}
