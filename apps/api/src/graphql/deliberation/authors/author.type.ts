import { Field, ObjectType } from '@nestjs/graphql';
import type { AuthorView } from '@rochdale/governance';

@ObjectType('ProposalAuthor', {
  description: 'A member who wrote a proposal with who proposed it, or is asked to.',
})
export class ProposalAuthorType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: AuthorView;

  @Field(() => Date, { description: 'When they were asked.' })
  invitedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      'When they said that they write it; null until then, which they and its proposer read alone.',
  })
  acceptedAt!: Date | null;
}

export const toAuthor = (view: AuthorView): ProposalAuthorType => ({
  view,
  invitedAt: view.invitedAt,
  acceptedAt: view.acceptedAt,
});
