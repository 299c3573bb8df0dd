import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('JsonShape', { description: 'What a field holds that is JSON in a text.' })
export class JsonShapeType {
  @Field(() => [String], { description: 'The fields, as `Type.field`.' })
  fields!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'Of which kind of action, ballot or source; null where there is one shape.',
  })
  kind!: string | null;

  @Field(() => String, { description: 'Its JSON Schema (2020-12), as JSON.' })
  schemaJson!: string;
}
