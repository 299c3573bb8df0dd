import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('UserError', { description: 'Why a change was not made. Nothing was changed.' })
export class UserErrorType {
  @Field(() => String, { description: 'A stable code that a program can act on.' })
  code!: string;

  @Field(() => String, { description: 'The reason in a sentence.' })
  message!: string;

  @Field(() => [String], {
    description: 'The input field at fault, outermost first; inside JSON, what is at fault in it.',
  })
  path!: string[];
}

/** What every mutation's payload has. The noun beside it is null when there are errors. */
@ObjectType({ isAbstract: true })
export abstract class Payload {
  @Field(() => [UserErrorType], { description: 'Empty when the change was made.' })
  userErrors?: UserErrorType[];
}
