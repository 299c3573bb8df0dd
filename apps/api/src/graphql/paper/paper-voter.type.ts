import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { HandedPaperState, PaperVoterView } from '@rochdale/voting';
import { connectionOf } from '../kit/list/connection.js';

export const PaperStatusEnum = {
  OUT: 'out',
  TAKEN_BACK: 'taken-back',
  RETURNED: 'returned',
} as const satisfies Readonly<Record<string, HandedPaperState>>;

registerEnumType(PaperStatusEnum, {
  name: 'PaperStatus',
  description: 'What became of a paper that was handed out.',
  valuesMap: {
    OUT: { description: 'Its voter votes by it.' },
    TAKEN_BACK: {
      description: 'One person says that it came back unused. Its voter votes by it still.',
    },
    RETURNED: { description: 'Two people say so: its voter may vote otherwise.' },
  },
});

@ObjectType('PaperVoter', {
  description: 'A paper that was handed to a voter, who votes by it alone until it is returned.',
})
export class PaperVoterType {
  /** For resolvers; not part of the schema. */
  view!: PaperVoterView;

  @Field(() => Boolean, { description: 'Whether it is the viewer’s.' })
  isViewer!: boolean;

  @Field(() => PaperStatusEnum, { description: 'What became of it.' })
  status!: HandedPaperState;

  @Field(() => Date, { nullable: true, description: 'When; null of papers from before.' })
  handedOutAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was taken back last, whether or not that was confirmed; or null.',
  })
  takenBackAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When a second person said so; or null.' })
  returnedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When somebody said last that it did not come back; or null.',
  })
  refusedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When its voter said that they hold none; or null.',
  })
  disownedAt!: Date | null;
}

export function toPaperVoter(view: PaperVoterView, viewerId: string | null): PaperVoterType {
  const { memberId, state, handedOutAt, takenBackAt, returnedAt, refusedAt, disownedAt } = view;
  const at = { handedOutAt, takenBackAt, returnedAt, refusedAt, disownedAt };
  return { view, isViewer: memberId === viewerId, status: state, ...at };
}

export const PaperVoterConnection = connectionOf('PaperVoter', PaperVoterType);
