import { Field, ID, InputType } from '@nestjs/graphql';
import { IsDate, IsOptional, IsString, MaxLength } from 'class-validator';
import { textField } from '../kit/list/span.inputs.js';

@InputType({ description: 'Which transactions to show. Everything given has to hold.' })
export class LedgerTransactionFilterInput {
  @Field(() => ID, { nullable: true, description: 'With a posting on this account.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'About this sort of thing.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  sourceKind?: string | null;

  @Field(() => Date, { nullable: true, description: 'Took effect at this moment or later.' })
  @IsOptional()
  @IsDate()
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Took effect before this moment.' })
  @IsOptional()
  @IsDate()
  before?: Date | null;

  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

@InputType({ description: 'Which holds to show.' })
export class HoldFilterInput {
  @Field(() => ID, { nullable: true, description: 'On this account.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  accountId?: string | null;
}
