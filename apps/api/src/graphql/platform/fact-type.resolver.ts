import { Query, Resolver } from '@nestjs/graphql';
import { factCatalogue } from '@rochdale/platform';
import { FactTypeType, toFactType } from './fact-type.type.js';

/** What programs can listen to. It is the same for everybody, and known from the source. */
@Resolver(() => FactTypeType)
export class FactTypeResolver {
  @Query(() => [FactTypeType], { description: 'Every kind of fact, with the shape of its data.' })
  factTypes(): FactTypeType[] {
    return factCatalogue().map(toFactType);
  }
}
