import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  DraftProposal,
  ImportTemplates,
  KeepTemplate,
  RetireTemplate,
  TemplateQueries,
} from '@rochdale/governance';
import { canonicalJson, heardPayload } from '@rochdale/platform';
import type { ProposalAction } from '@rochdale/platform';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { readJsonText } from '../../kit/value/json-text.js';
import { ProposalPayload } from '../governance.payloads.js';
import { ProposalLoader } from '../proposal.loader.js';
import { changedProposal } from '../voting.resolver.js';
import { TemplateDraftInput, TemplateKeepInput, TemplatesImportInput } from './template.inputs.js';
import {
  ProposalTemplatesPayload,
  ProposalTemplateType,
  toMisfit,
  toTemplate,
} from './template.type.js';

/** What proposals are written from. */
@Resolver()
export class TemplateResolver {
  constructor(
    private readonly queries: TemplateQueries,
    private readonly keep: KeepTemplate,
    private readonly retire: RetireTemplate,
    private readonly importing: ImportTemplates,
  ) {}

  @Query(() => [ProposalTemplateType], {
    description:
      'What proposals are written from, by title: the co-operative’s own, and those that ship ' +
      'where it has none of the key. For members.',
  })
  async proposalTemplates(@Graph() graph: GraphContext): Promise<ProposalTemplateType[]> {
    return (await graph.read((tx) => this.queries.all(tx))).map(toTemplate);
  }

  @Query(() => String, {
    description:
      'Templates as a file to hand on: JSON in the shape of ' +
      '`/v1/schemas/proposal-templates.json`. For members.',
  })
  async proposalTemplatesJson(
    @Graph() graph: GraphContext,
    @Args('keys', {
      type: () => [String],
      nullable: true,
      description: 'Only those of these keys; all when left out.',
    })
    keys?: string[] | null,
  ): Promise<string> {
    return canonicalJson(await graph.read((tx) => this.queries.file(tx, keys ?? null)));
  }

  @Mutation(() => ProposalTemplatesPayload, {
    description: 'Keeps a template, or another version of one. For administrators and secretaries.',
  })
  async templateKeep(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The template.' }) input: TemplateKeepInput,
  ): Promise<ProposalTemplatesPayload> {
    const template = readJsonText(input.templateJson, ['templateJson']);
    const { replacesVersion = null } = input;
    await this.keep.execute(graph.actor, { template, replacesVersion });
    return this.#changed(graph);
  }

  @Mutation(() => ProposalTemplatesPayload, {
    description:
      'Takes a template out of use, one that ships as well; what was written from it stays. For ' +
      'administrators and secretaries.',
  })
  async templateRetire(
    @Graph() graph: GraphContext,
    @Args('key', { type: () => String, description: 'The key of the template.' }) key: string,
    @Args('version', { type: () => Int, description: 'Its version.' }) version: number,
  ): Promise<ProposalTemplatesPayload> {
    await this.retire.execute(graph.actor, { key, version });
    return this.#changed(graph);
  }

  @Mutation(() => ProposalTemplatesPayload, {
    description:
      'Takes over templates of a file: all, or none where some do not fit. For administrators ' +
      'and secretaries.',
  })
  async templatesImport(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The file.' }) input: TemplatesImportInput,
  ): Promise<ProposalTemplatesPayload> {
    const file = readJsonText(input.fileJson, ['fileJson']);
    const asked = { file, replaces: input.replaces ?? false };
    const { misfits } = await this.importing.execute(graph.actor, asked);
    const { templates = null } = await this.#changed(graph);
    return { templates, misfits: misfits.map(toMisfit) };
  }

  async #changed(graph: GraphContext): Promise<ProposalTemplatesPayload> {
    return { templates: await this.proposalTemplates(graph) };
  }
}

/** Proposals that are written from templates. */
@Resolver()
export class TemplateUseResolver {
  constructor(
    private readonly queries: TemplateQueries,
    private readonly draft: DraftProposal,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Writes a proposal from a template and what was filled in: a draft like every other, to be ' +
      'edited and opened. For members.',
  })
  async proposalDraftFromTemplate(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'What was filled in.' }) input: TemplateDraftInput,
  ): Promise<ProposalPayload> {
    const { templateKey: key, version = null } = input;
    const values = Object(readJsonText(input.valuesJson, ['valuesJson'])) as object;
    const asked = { key, version, values: { ...values } };
    const filled = await graph.read((tx) => this.queries.fill(tx, asked));
    const { visibility, actions, ...terms } = filled;
    const heard = actions.map(({ kind, payload }) => ({
      kind,
      payload: heardPayload(kind, payload, graph.audience) as ProposalAction['payload'],
    }));
    const readers = visibility === null ? {} : { visibility };
    const { proposalId } = await this.draft.execute(graph.actor, {
      ...terms,
      ...readers,
      actions: heard,
    });
    return changedProposal(graph, this.loader, proposalId);
  }
}
