import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsJSON, IsOptional, IsString, Length, MaxLength } from 'class-validator';

@InputType({ description: 'A source of money to connect.' })
export class SourceConnectInput {
  @Field(() => ID, { description: 'The co-operative’s own account that the source keeps.' })
  @IsString()
  bankAccountId!: string;

  @Field(() => String, { description: 'The name of the source.' })
  @Length(1, 40)
  source!: string;

  @Field(() => String, { description: 'What it asks for, as a JSON object. No secrets.' })
  @IsJSON()
  @MaxLength(10_000)
  settingsJson!: string;
}

@InputType({ description: 'A sweep that does not wait for the next one.' })
export class SourceSweepInput {
  @Field(() => ID, { description: 'The money source.' })
  @IsString()
  moneySourceId!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Ask for everything once more, from the very beginning. What is known stays.',
  })
  @IsOptional()
  @IsBoolean()
  fromStart?: boolean | null;
}

@InputType({ description: 'What came of a row that waited.' })
export class SourceRowCloseInput {
  @Field(() => ID, { description: 'The row.' })
  @IsString()
  sourceRowId!: string;

  @Field(() => String, { description: 'Where it was booked by hand, or why it is nothing.' })
  @Length(1, 500)
  because!: string;
}
