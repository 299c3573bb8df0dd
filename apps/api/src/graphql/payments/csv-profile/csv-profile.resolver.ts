import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CsvProfileQueries, RemoveCsvProfile, SaveCsvProfile } from '@rochdale/banking';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import {
  CsvProfilePayload,
  CsvProfileRemoveInput,
  CsvProfileSaveInput,
  CsvProfileType,
  toCsvProfile,
} from './csv-profile.type.js';

/** How treasurers read the CSV exports of their banks. */
@Resolver(() => CsvProfileType)
export class CsvProfileResolver {
  constructor(
    private readonly queries: CsvProfileQueries,
    private readonly save: SaveCsvProfile,
    private readonly remove: RemoveCsvProfile,
  ) {}

  @Query(() => [CsvProfileType], { description: 'Saved CSV profiles, by name. For clerks.' })
  async csvProfiles(@Graph() graph: GraphContext): Promise<CsvProfileType[]> {
    return (await graph.read((tx) => this.queries.all(tx))).map(toCsvProfile);
  }

  @Mutation(() => CsvProfilePayload, {
    description: 'Saves how a CSV export is read; the same name is saved over. For treasurers.',
  })
  async csvProfileSave(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The columns.' }) input: CsvProfileSaveInput,
  ): Promise<CsvProfilePayload> {
    const { monthFirst, ...mapping } = input;
    const saved = { mapping: { ...mapping }, monthFirst: monthFirst ?? false };
    return { csvProfile: toCsvProfile(await this.save.execute(graph.actor, saved)) };
  }

  @Mutation(() => CsvProfilePayload, {
    description: 'Removes a saved CSV profile; what was read by it stays. For treasurers.',
  })
  async csvProfileRemove(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Which.' }) input: CsvProfileRemoveInput,
  ): Promise<CsvProfilePayload> {
    return { csvProfile: toCsvProfile(await this.remove.execute(graph.actor, input.name)) };
  }
}
