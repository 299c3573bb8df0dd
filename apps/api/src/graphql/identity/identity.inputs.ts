import { Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

@InputType({ description: 'A token for one’s own programs.' })
export class PersonalTokenCreateInput {
  @Field(() => String, { description: 'What to call it.' })
  @IsString()
  @MaxLength(100)
  name!: string;

  @Field(() => [String], { description: 'What it may be used for; see `tokenScopes`.' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  scopes!: string[];

  @Field(() => Int, { description: 'After so many days it ends: 1 to 366.', defaultValue: 90 })
  @IsInt()
  @Min(1)
  @Max(366)
  lifetimeDays!: number;
}

@InputType({ description: 'A key for a partner’s machines.' })
export class ApiKeyIssueInput {
  @Field(() => ID, { description: 'The partner that will hold it.' })
  @IsString()
  partnerId!: string;

  @Field(() => String, { description: 'What to call it.' })
  @IsString()
  @MaxLength(100)
  name!: string;

  @Field(() => [String], { description: 'What it may be used for; see `tokenScopes`.' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  scopes!: string[];

  @Field(() => Date, { nullable: true, description: 'When it ends by itself, if ever.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}
