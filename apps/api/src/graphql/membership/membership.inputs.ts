import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import {
  IsBoolean,
  IsDate,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Matches,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { orderings } from '../kit/list/order-by.js';
import { SpanInput, textField } from '../kit/list/span.inputs.js';
import type { Audience, ClassOpenTo, MemberKind, StandingReason } from '@rochdale/membership';
import { ClassOpenToEnum } from './cooperative.type.js';
import { RoleEnum } from './role.type.js';
import { AudienceEnum, MemberKindEnum, StandingEnum, StandingReasonEnum } from './standing.type.js';

@InputType({ description: 'An application for membership.' })
export class MembershipApplyInput {
  @Field(() => String, { description: 'The key of the class to join.' })
  @IsString()
  @MaxLength(40)
  classKey!: string;

  @Field(() => MemberKindEnum, { description: 'Who joins.', defaultValue: 'person' })
  @IsEnum(MemberKindEnum)
  kind!: MemberKind;

  @Field(() => String, { description: 'What the co-operative shall call the member.' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'A word to the officers; private.' })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  note?: string | null;
}

@InputType({ description: 'A change of a member’s standing.' })
export class MemberStandingChangeInput {
  @Field(() => StandingEnum, { description: 'The new standing.' })
  @IsEnum(StandingEnum)
  to!: string;

  @Field(() => StandingReasonEnum, { description: 'Why.' })
  @IsEnum(StandingReasonEnum)
  reason!: StandingReason;

  @Field(() => String, { nullable: true, description: 'Private: the member and officers read it.' })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  note?: string | null;
}

@InputType({ description: 'Who sees what of a member. What is left out stays.' })
export class MemberVisibilityInput {
  @Field(() => AudienceEnum, { nullable: true, description: 'Who sees the name.' })
  @IsOptional()
  @IsEnum(AudienceEnum)
  name?: Audience | null;

  @Field(() => AudienceEnum, { nullable: true, description: 'Who sees class and joining date.' })
  @IsOptional()
  @IsEnum(AudienceEnum)
  profile?: Audience | null;
}

@InputType({ description: 'By what a member is called instead. What is left out stays.' })
export class MemberPseudonymInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The pseudonym: nobody’s name, and nobody else’s pseudonym for a year. Empty: none any more.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  pseudonym?: string | null;

  @Field(() => AudienceEnum, {
    nullable: true,
    description:
      'Which of those who may not see the name read it instead; everyone, if never said. ' +
      'Partners never do.',
  })
  @IsOptional()
  @IsEnum(AudienceEnum)
  visibleTo?: Audience | null;
}

@InputType({ description: 'A term in an office.' })
export class RoleAppointInput {
  @Field(() => ID, { description: 'The member.' })
  @IsString()
  memberId!: string;

  @Field(() => RoleEnum, { description: 'The office.' })
  @IsEnum(RoleEnum)
  role!: string;

  @Field(() => Date, { nullable: true, description: 'When it begins; now if left out.' })
  @IsOptional()
  @IsDate()
  startsAt?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends; until it is ended, if left out.',
  })
  @IsOptional()
  @IsDate()
  endsAt?: Date | null;
}

@InputType({ description: 'Changes of a co-operative. What is left out stays.' })
export class CooperativeChangeInput {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Its time zone, by the tz database.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether people may apply.' })
  @IsOptional()
  @IsBoolean()
  takesApplications?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What it says about itself.' })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Its website.' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true })
  website?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whose law says how long books are kept: two letters, by ISO 3166-1.',
  })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  country?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many years books are kept: at least what the law of the country asks.',
  })
  @IsOptional()
  @IsInt()
  booksYears?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many years vouchers are kept: at least what the law of the country asks.',
  })
  @IsOptional()
  @IsInt()
  vouchersYears?: number | null;
}

@InputType({ description: 'A class of members.' })
export class MemberClassDefineInput {
  @Field(() => String, { description: 'Its key: small letters, digits and hyphens.' })
  @IsString()
  @MaxLength(40)
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  @IsString()
  @MaxLength(100)
  name!: string;

  @Field(() => Boolean, { description: 'Whether its members vote.' })
  @IsBoolean()
  mayVote!: boolean;

  @Field(() => Int, { description: 'Votes of one member, 1 to 1000.', defaultValue: 1 })
  @IsInt()
  @Min(1)
  @Max(1000)
  votes!: number;

  @Field(() => ClassOpenToEnum, { description: 'Who may join it.', defaultValue: 'both' })
  @IsEnum(ClassOpenToEnum)
  openTo!: ClassOpenTo;
}

@InputType({
  description: 'Which applications to show: by when they were made, and by words of the name.',
})
export class ApplicationFilterInput extends SpanInput {
  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

@InputType({ description: 'Which members to show: by words of names that the viewer may see.' })
export class MemberFilterInput {
  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

export const memberOrder = orderings({
  name: 'MemberOrder',
  of: 'members',
  values: {
    JOINED: {
      value: 'joined',
      description:
        'When they joined; in an order that tells nothing for who is no officer. Narrowed by all.',
    },
    NAME: {
      value: 'name',
      description: 'Their names, of those that the viewer may see; narrowed by `standings` only.',
    },
  },
});

export const ErasedTextsEnum = {
  KEEP_WITHOUT_NAME: 'keep-without-name',
  REMOVE: 'remove',
} as const;

registerEnumType(ErasedTextsEnum, {
  name: 'ErasedTexts',
  description: 'What becomes of what an erased member proposed. Drafts go in either case.',
  valuesMap: {
    KEEP_WITHOUT_NAME: { description: 'It stays, and leads to nobody.' },
    REMOVE: {
      description:
        'What is open is withdrawn, and what nobody decided loses its words. What was decided ' +
        'stays: others decided by it.',
    },
  },
});
