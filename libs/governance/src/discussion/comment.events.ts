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

/** What this member said was taken out: by themselves, or by an officer, who says why. */
export const CommentRemoved = defineFact({
  type: 'governance.CommentRemoved',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...comment, because: z.enum([...removalReasons, 'author']) }),
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
