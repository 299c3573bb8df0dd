import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

@InputType({ description: 'An invitation to become a member.' })
export class InvitationSendInput {
  @Field(() => String, { description: 'The address that the letter goes to.' })
  @IsString()
  @MaxLength(320)
  email!: string;

  @Field(() => String, { description: 'The key of the class to join.' })
  @IsString()
  @MaxLength(40)
  classKey!: string;

  @Field(() => String, { nullable: true, description: 'The name to write to.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string | null;

  @Field(() => Int, { description: 'How long it stands: 1 to 90 days.', defaultValue: 14 })
  @IsInt()
  @Min(1)
  @Max(90)
  expiresInDays!: number;
}

@InputType({ description: 'What makes a member of whoever was invited.' })
export class InvitationAcceptInput {
  @Field(() => String, { description: 'What the letter’s link carries.' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the co-operative shall call the member; as the letter did, if left out.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  displayName?: string | null;
}
