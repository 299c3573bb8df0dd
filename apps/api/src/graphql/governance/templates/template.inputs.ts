import { Field, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsJSON, IsOptional, Length, MaxLength, Min } from 'class-validator';

@InputType({ description: 'A template to keep.' })
export class TemplateKeepInput {
  @Field(() => String, {
    description: 'All of it as JSON: what a proposal is written from, with `{{name}}` for fields.',
  })
  @IsJSON()
  @MaxLength(100_000)
  templateJson!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that it replaces: 0 for one as it ships, none for a new one.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  replacesVersion?: number | null;
}

@InputType({ description: 'Templates to take over: all of them, or none.' })
export class TemplatesImportInput {
  @Field(() => String, {
    description: 'A file of templates, in the shape of `/v1/schemas/proposal-templates.json`.',
  })
  @IsJSON()
  @MaxLength(900_000)
  fileJson!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether templates of the same keys are replaced; they are not when left out.',
  })
  @IsOptional()
  @IsBoolean()
  replaces?: boolean | null;
}

@InputType({ description: 'What was filled in of a template.' })
export class TemplateDraftInput {
  @Field(() => String, { description: 'The key of the template.' })
  @Length(1, 60)
  templateKey!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that was filled in; whichever is in use when left out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number | null;

  @Field(() => String, { description: 'The values by the names of fields, as a JSON object.' })
  @IsJSON()
  @MaxLength(100_000)
  valuesJson!: string;
}
