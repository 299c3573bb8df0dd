import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { removalReasons } from './comment.js';

const comment = {
  proposalId: idOf('Proposal'),
  commentId: idOf('Comment'),
  memberId: idOf('Member'),
};

/** Somebody said something on it. */
export const CommentWritten = defineFact({
  type: 'governance.CommentWritten',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object(comment),
});

/** What was said was taken out. Why, and whose it was, members read inside. */
export const CommentRemoved = defineFact({
  type: 'governance.CommentRemoved',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: comment.proposalId, commentId: comment.commentId }),
});

/** An officer took out what this member said on a proposal, or told of it. */
export const WordsRemoved = defineFact({
  type: 'governance.WordsRemoved',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    proposalId: comment.proposalId,
    memberId: comment.memberId,
    because: z.enum(removalReasons),
  }),
});

/** What somebody said calls this member by name. */
export const MemberMentioned = defineFact({
  type: 'governance.MemberMentioned',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object(comment),
});
