import { nameForContent, readsOtherwise } from '@rochdale/platform';
import type { Actor, Attachment } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';

/** What a reader may say to a comment without words. Nothing that could be taken for a vote. */
export const reactionKinds = ['thanks', 'idea', 'question', 'concern', 'celebrate'] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** Why an officer took a comment out: one of a few, since words would tell what it said. */
export const removalReasons = ['personal-data', 'offence', 'unlawful', 'off-topic'] as const;
export type RemovalReason = (typeof removalReasons)[number];

/** `author`: whoever wrote it took it back. `erased`: it went with whoever wrote it. */
export type RemovedBecause = RemovalReason | 'author' | 'erased';

export const atMost = {
  signs: 10_000,
  mentions: 10,
  files: 5,
  /** Of one member, in `withinMinutes`, whatever they write on. */
  lately: 20,
  withinMinutes: 10,
  ofMember: 200,
  ofProposal: 2000,
  versions: 20,
  /** Members whom one names in a day, and letters that one is written of it. */
  namedADay: 50,
  toldADay: 20,
} as const;

/** How long whoever wrote a comment may put it right. */
const editedWithinMs = 15 * 60_000;

// Blanks, fillers, and signs of direction or joining.
const unseen = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Whether there is anything in a text that a reader sees. */
export const isSeen = (text: string): boolean => text.replaceAll(unseen, '') !== '';

/** @throws CodedError COMMENT_INVALID */
export function bodyOf(given: string): string {
  const body = given.trim();
  if (isSeen(body) && body.length <= atMost.signs && !readsOtherwise(body)) return body;
  const message = `A comment has between 1 and ${atMost.signs} characters.`;
  throw governanceErrors.error('COMMENT_INVALID', message, { path: ['body'] });
}

/** @throws CodedError COMMENT_INVALID */
export function mentionsOf(given: readonly string[], by: string): readonly string[] {
  const mentioned = [...new Set(given)].filter((id) => id !== by);
  if (mentioned.length <= atMost.mentions) return mentioned;
  const message = `A comment mentions at most ${atMost.mentions} members.`;
  throw governanceErrors.error('COMMENT_INVALID', message, { path: ['mentionIds'] });
}

/** @throws CodedError COMMENT_INVALID */
export function filesOf(given: readonly string[]): readonly string[] {
  if (given.length <= atMost.files) return given;
  const message = `A comment has at most ${atMost.files} files.`;
  throw governanceErrors.error('COMMENT_INVALID', message, { path: ['fileIds'] });
}

/**
 * Whether it may still be put right: soon after it was written, not too often, and before anybody
 * answered or reacted to what it said.
 */
export const mayBeEdited = (
  { writtenAt, version }: { readonly writtenAt: Date; readonly version: number },
  isAnswered: boolean,
  now: Date,
): boolean =>
  !isAnswered && version < atMost.versions && now.getTime() < writtenAt.getTime() + editedWithinMs;

/**
 * What a file of a comment is called to who reads it. People name files after themselves, and who
 * wrote a comment may be nobody to whoever reads it: others are told its place.
 *
 * @param place counted from 1
 */
export function commentFileName(
  { memberId }: Pick<Actor, 'memberId'>,
  { name, mediaType, uploadedByMemberId }: Attachment,
  place: number,
): string {
  const isOwn = memberId !== null && memberId === uploadedByMemberId;
  return nameForContent(isOwn ? name : `file-${place}`, mediaType);
}
