import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaOptions } from './graphql-options.js';
import { resolvers } from './resolvers.js';

/** The schema as text, built from the classes alone: no database, no configuration. */
export async function printSchemaSdl(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  try {
    const factory = app.get(GraphQLSchemaFactory);
    const schema = await factory.create([...resolvers], [], buildSchemaOptions);
    return `${printSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}
