import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { RepresentativeView } from '@rochdale/voting';
import { IsString } from 'class-validator';
import { Payload } from '../kit/error/user-error.type.js';

@ObjectType('Representative', { description: 'Who may cast the vote of an organisation.' })
export class RepresentativeType {
  /** For resolvers, not part of the schema. */
  view!: RepresentativeView;

  @Field(() => Date, { description: 'Since when.' })
  namedAt!: Date;
}

export const toRepresentative = (view: RepresentativeView): RepresentativeType => ({
  view,
  namedAt: view.namedAt,
});

@InputType({ description: 'Who votes for which organisation no more.' })
export class RepresentativeEndInput {
  @Field(() => ID, { description: 'The organisation.' })
  @IsString()
  organisationId!: string;

  @Field(() => ID, { description: 'Who could cast its vote.' })
  @IsString()
  memberId!: string;
}

@ObjectType({ description: 'Who may cast votes for organisations now, or why nothing changed.' })
export class RepresentativesPayload extends Payload {
  @Field(() => [RepresentativeType], {
    nullable: true,
    description: 'Those of the viewer, on either side.',
  })
  representatives?: RepresentativeType[] | null;
}
