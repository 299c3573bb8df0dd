import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AmendmentView } from '@rochdale/governance';
import { Payload } from '../kit/error/user-error.type.js';
import { nestedConnectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { ProposalType } from '../governance/proposal.type.js';

export const AmendmentStateEnum = {
  PROPOSED: 'proposed',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  WITHDRAWN: 'withdrawn',
} as const;
registerEnumType(AmendmentStateEnum, {
  name: 'AmendmentState',
  description: 'What became of an amendment.',
  valuesMap: {
    PROPOSED: { description: 'It waits for the authors.' },
    ACCEPTED: { description: 'It made a version of the text.' },
    DECLINED: { description: 'The authors left the text as it was.' },
    WITHDRAWN: { description: 'Whoever proposed it took it back.' },
  },
});

@ObjectType('Amendment', { description: 'What somebody wants a proposal to say instead.' })
export class AmendmentType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: AmendmentView;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => AmendmentStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => Int, { description: 'The version that it would change.' })
  onVersion!: number;

  @Field(() => Int, { nullable: true, description: 'The version that it made, if accepted.' })
  madeVersion!: number | null;

  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Why, if whoever proposed it said so.' })
  note!: string | null;

  @Field(() => Date, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was accepted, declined or taken back.',
  })
  endedAt!: Date | null;
}

export const AmendmentConnection = nestedConnectionOf('Amendment', AmendmentType);

export function toAmendment(view: AmendmentView): AmendmentType {
  const { state, onVersion, madeVersion, title, note, proposedAt, endedAt } = view;
  const id = toGlobalId('Amendment', view.id);
  return { view, id, state, onVersion, madeVersion, title, note, proposedAt, endedAt };
}

@ObjectType({ description: 'An amendment after a change, or why it was not changed.' })
export class AmendmentPayload extends Payload {
  @Field(() => AmendmentType, { nullable: true, description: 'The amendment.' })
  amendment?: AmendmentType | null;

  @Field(() => ProposalType, { nullable: true, description: 'The proposal, as it is now.' })
  proposal?: ProposalType | null;
}
