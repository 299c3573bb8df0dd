import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';

@ObjectType('Topic', { description: 'What proposals are filed under, of a co-operative’s list.' })
export class TopicType {
  @Field(() => String, { description: 'Its short name, which never changes.' })
  key!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when nothing new is filed under it; null while it is in force.',
  })
  retiredAt!: Date | null;
}

@ObjectType({ description: 'The list of topics after a change, or why it was not changed.' })
export class TopicsPayload extends Payload {
  @Field(() => [TopicType], { nullable: true, description: 'All of them, by title.' })
  topics?: readonly TopicType[] | null;
}
