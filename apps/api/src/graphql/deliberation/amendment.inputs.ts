import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';

@InputType({ description: 'What a proposal is to say instead.' })
export class AmendmentProposeInput {
  @Field(() => Int, { description: 'The version that it would change.' })
  @IsInt()
  @Min(1)
  version!: number;

  @Field(() => String, { nullable: true, description: 'The question; the same when left out.' })
  @IsOptional()
  @Length(1, 200)
  title?: string | null;

  @Field(() => String, { description: 'What would be proposed, all of it, in Markdown.' })
  @MaxLength(50_000)
  body!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string | null;
}
