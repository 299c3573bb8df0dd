import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AppealView } from '@rochdale/governance';
import { IsString, MaxLength } from 'class-validator';
import { Payload } from '../../kit/error/user-error.type.js';

export const AppealStatusEnum = {
  PENDING: 'pending',
  UPHELD: 'upheld',
  DISMISSED: 'dismissed',
  WITHDRAWN: 'withdrawn',
  VOID: 'void',
} as const;
registerEnumType(AppealStatusEnum, {
  name: 'AppealStatus',
  description: 'What became of an appeal against an expulsion.',
  valuesMap: {
    PENDING: { description: 'It is not decided. Nobody is expelled meanwhile.' },
    UPHELD: { description: 'The expulsion ended: it is not carried out.' },
    DISMISSED: {
      description: 'The vote on it did not pass, or too few voted: the expulsion goes on.',
    },
    WITHDRAWN: { description: 'Who filed it took it back: the expulsion goes on.' },
    VOID: {
      description:
        'Nobody could decide on it, by no doing of who filed it: they may file another, and have ' +
        'the same time for it once more.',
    },
  },
});

@InputType({ description: 'An appeal.' })
export class AppealFileInput {
  @Field(() => String, {
    description:
      'Why the expulsion is not to be, in Markdown: what was overlooked, or done wrongly. It ' +
      'lies sealed, and is read by whoever decides, as in every hearing.',
  })
  @IsString()
  @MaxLength(40_000)
  grounds!: string;
}

@ObjectType('Appeal', { description: 'An appeal against an expulsion that waits.' })
export class AppealType {
  /** For resolvers; not part of the schema. */
  view!: AppealView;

  @Field(() => AppealStatusEnum, { description: 'What became of it.' })
  status!: string;

  @Field(() => Date, { description: 'When it was filed.' })
  filedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When that was decided.' })
  decidedAt!: Date | null;
}

@ObjectType({ description: 'The appeal after a change, or why it was not made.' })
export class AppealPayload extends Payload {
  @Field(() => AppealType, { nullable: true, description: 'The appeal.' })
  appeal?: AppealType | null;
}

export function toAppeal(view: AppealView): AppealType {
  const { state: status, filedAt, decidedAt } = view;
  return { view, status, filedAt, decidedAt };
}
