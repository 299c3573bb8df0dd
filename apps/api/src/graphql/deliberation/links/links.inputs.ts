import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, IsString, MaxLength } from 'class-validator';

@InputType({ description: 'What a draft is about, in place of what it was: at most 10 things.' })
export class ProposalLinkInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Expenses, funds, other proposals and members that whoever asks may see.',
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  to?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Documents, by their keys.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  documents?: string[] | null;
}
