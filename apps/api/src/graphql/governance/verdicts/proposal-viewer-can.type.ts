import { Field, ObjectType } from '@nestjs/graphql';
import { VerdictType } from '../../kit/verdict.type.js';

@ObjectType('ProposalViewerCan', { description: 'What the viewer may do with a proposal.' })
export class ProposalViewerCanType {
  @Field(() => VerdictType, { description: 'Cast a ballot, or another one in its place.' })
  castBallot!: VerdictType;

  @Field(() => VerdictType, { description: 'Take their ballot back, so that it does not count.' })
  takeBackBallot!: VerdictType;

  @Field(() => VerdictType, { description: 'Hand papers out.' })
  handOutPapers!: VerdictType;

  @Field(() => VerdictType, {
    description: 'Say as a second person whether papers that were taken back came back.',
  })
  returnPapers!: VerdictType;

  @Field(() => VerdictType, { description: 'Say that they hold no paper.' })
  disownPaper!: VerdictType;

  @Field(() => VerdictType, { description: 'Enter papers as they were counted.' })
  enterPapers!: VerdictType;

  @Field(() => VerdictType, { description: 'Confirm papers that somebody else entered.' })
  confirmPapers!: VerdictType;

  @Field(() => VerdictType, { description: 'Put it to the vote.' })
  open!: VerdictType;

  @Field(() => VerdictType, { description: 'Second it.' })
  second!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it back.' })
  withdraw!: VerdictType;

  @Field(() => VerdictType, { description: 'Stop it.' })
  cancel!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it from strangers, for good.' })
  withhold!: VerdictType;

  @Field(() => VerdictType, { description: 'Have a failed execution tried again.' })
  retryExecution!: VerdictType;
}
