import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type {
  CommentView,
  ReactionKind,
  RemovalReason,
  RemovedBecause,
} from '@rochdale/governance';
import type { Attachment } from '@rochdale/platform';
import { Payload } from '../../kit/error/user-error.type.js';
import { nestedConnectionOf } from '../../kit/list/connection.js';
import { toGlobalId } from '../../kit/node/global-id.js';
import { ProposalType } from '../../governance/proposal.type.js';

export const CommentReactionEnum = {
  THANKS: 'thanks',
  IDEA: 'idea',
  QUESTION: 'question',
  CONCERN: 'concern',
  CELEBRATE: 'celebrate',
} as const satisfies Record<string, ReactionKind>;
registerEnumType(CommentReactionEnum, {
  name: 'CommentReaction',
  description: 'What is said to a comment without words. Nothing of it is a vote.',
  valuesMap: {
    THANKS: { description: 'Thank you.' },
    IDEA: { description: 'That is a thought.' },
    QUESTION: { description: 'I do not understand.' },
    CONCERN: { description: 'That worries me.' },
    CELEBRATE: { description: 'That is good news.' },
  },
});

const reasons = {
  PERSONAL_DATA: 'personal-data',
  OFFENCE: 'offence',
  UNLAWFUL: 'unlawful',
  OFF_TOPIC: 'off-topic',
} as const satisfies Record<string, RemovalReason>;
const described = {
  PERSONAL_DATA: { description: 'It told something of a person that is theirs to tell.' },
  OFFENCE: { description: 'It offended somebody.' },
  UNLAWFUL: { description: 'It may be against the law.' },
  OFF_TOPIC: { description: 'It was about something else.' },
};
export const CommentModerationReasonEnum = reasons;
registerEnumType(CommentModerationReasonEnum, {
  name: 'CommentModerationReason',
  description: 'Why an officer takes a comment out.',
  valuesMap: described,
});

export const CommentRemovalEnum = {
  ...reasons,
  AUTHOR: 'author',
  ERASED: 'erased',
} as const satisfies Record<string, RemovedBecause>;
registerEnumType(CommentRemovalEnum, {
  name: 'CommentRemoval',
  description: 'Why a comment says nothing any more.',
  valuesMap: {
    ...described,
    AUTHOR: { description: 'Whoever wrote it took it back.' },
    ERASED: { description: 'It went with a person, or with what it was about.' },
  },
});

@ObjectType('CommentReactions', { description: 'How many said the same to a comment.' })
export class CommentReactionsType {
  @Field(() => CommentReactionEnum, { description: 'What they said.' })
  reaction!: ReactionKind;

  @Field(() => Int, { description: 'How many. Who they are, nobody is told.' })
  count!: number;

  @Field(() => Boolean, { description: 'Whether the viewer is one of them.' })
  isOwn!: boolean;
}

@ObjectType('CommentFile', { description: 'A file that a comment shows.' })
export class CommentFileType {
  @Field(() => String, { description: 'Where it is downloaded, with the same sign-in.' })
  path!: string;

  @Field(() => String, {
    description: 'Its name as uploaded, for who did; to others by its place: `file-1.pdf`.',
  })
  name!: string;

  @Field(() => String, { description: 'Its type, as its first bytes tell.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Its size.' })
  sizeBytes!: number;

  @Field(() => String, { description: 'Its SHA-256.' })
  sha256!: string;
}

@ObjectType('Comment', {
  description: 'What a member said on a proposal; of one that was taken out, that it was there.',
})
export class CommentType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: CommentView;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, {
    description: 'From 1; another each time that it is put right. Who answers it says which.',
  })
  version!: number;

  @Field(() => Date, { description: 'When it was written.' })
  writtenAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last put right; null if never.' })
  editedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was taken out; null if it stands.' })
  removedAt!: Date | null;

  @Field(() => CommentRemovalEnum, { nullable: true, description: 'Why it was taken out.' })
  removedBecause!: RemovedBecause | null;

  @Field(() => [CommentReactionsType], { description: 'What others said to it without words.' })
  reactions!: readonly CommentReactionsType[];
}

export function toCommentFile(file: Attachment, name: string): CommentFileType {
  const { id, mediaType, sizeBytes, sha256 } = file;
  return { path: `/files/${toGlobalId('File', id)}`, name, mediaType, sizeBytes, sha256 };
}

export const CommentConnection = nestedConnectionOf('Comment', CommentType);

export function toComment(view: CommentView): CommentType {
  const { version, writtenAt, editedAt, removedAt, removedBecause } = view;
  const reactions = view.reactions.map(({ kind: reaction, count, isOwn }) => ({
    reaction,
    count,
    isOwn,
  }));
  const id = toGlobalId('Comment', view.id);
  return { view, id, version, writtenAt, editedAt, removedAt, removedBecause, reactions };
}

@ObjectType({ description: 'A comment after a change, or why it was not changed.' })
export class CommentPayload extends Payload {
  @Field(() => CommentType, { nullable: true, description: 'The comment.' })
  comment?: CommentType | null;

  @Field(() => ProposalType, { nullable: true, description: 'The proposal that it is on.' })
  proposal?: ProposalType | null;
}
