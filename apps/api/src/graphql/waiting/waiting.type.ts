import { ObjectType } from '@nestjs/graphql';

/** Nothing of its own: each list is asked for by itself. */
@ObjectType('Waiting', {
  description:
    'What waits for the viewer in this co-operative, each list with at most a hundred rows, the ' +
    'newest first. What is not theirs to do is an empty list.',
})
export class WaitingType {}
