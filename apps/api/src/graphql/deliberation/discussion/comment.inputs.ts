import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';

const markdown = 'What is said, in Markdown: at most 10,000 characters.';
const mentions = 'Members who are told that they are mentioned, at most ten.';

@InputType({ description: 'What somebody says on a proposal.' })
export class CommentWriteInput {
  @Field(() => String, { description: markdown })
  @IsString()
  @MaxLength(10_000)
  body!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'A comment that it answers: it goes on in that thread. A new thread without it.',
  })
  @IsOptional()
  @MaxLength(200)
  inReplyToId?: string | null;

  @Field(() => Int, { nullable: true, description: 'The version that was read of it.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  inReplyToVersion?: number | null;

  @Field(() => [ID], { nullable: true, description: mentions })
  @IsOptional()
  @ArrayMaxSize(10)
  @MaxLength(200, { each: true })
  mentionIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'What it shows: own uploads (`POST /files`), at most five.',
  })
  @IsOptional()
  @ArrayMaxSize(5)
  @MaxLength(200, { each: true })
  fileIds?: string[] | null;
}

@InputType({ description: 'What a comment is to say instead.' })
export class CommentEditInput {
  @Field(() => Int, { description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  version!: number;

  @Field(() => String, { description: markdown })
  @IsString()
  @MaxLength(10_000)
  body!: string;

  @Field(() => [ID], { nullable: true, description: mentions })
  @IsOptional()
  @ArrayMaxSize(10)
  @MaxLength(200, { each: true })
  mentionIds?: string[] | null;
}
