import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('ClassShare', { description: 'What classes weigh together, however many they are.' })
export class ClassShareType {
  @Field(() => [String], { description: 'The classes.' })
  classes!: readonly string[];

  @Field(() => String, { description: 'Their share of everybody’s weight: 3/5.' })
  share!: string;
}
