import { Query, Resolver } from '@nestjs/graphql';
import { JsonShapeType } from './json-shape.type.js';
import { jsonShapes } from './json-shapes.js';

/** What is to be written where a field is JSON. The same for everybody, known from the source. */
@Resolver(() => JsonShapeType)
export class JsonShapeResolver {
  @Query(() => [JsonShapeType], {
    description: 'The shape of every field that is JSON in a text; `factTypes` has those of facts.',
  })
  jsonShapes(): JsonShapeType[] {
    return [...jsonShapes()];
  }
}
