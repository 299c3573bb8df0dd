import { Field, InputType } from '@nestjs/graphql';
import { Length } from 'class-validator';

@InputType({ description: 'A topic of the list.' })
export class TopicKeepInput {
  @Field(() => String, { description: 'Its short name: small letters, digits, hyphens.' })
  @Length(1, 60)
  key!: string;

  @Field(() => String, { description: 'What it is called, in a line.' })
  @Length(1, 120)
  title!: string;
}
