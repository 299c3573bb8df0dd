import { csvMappingShape } from '@rochdale/banking';
import { allSources } from '@rochdale/collections';
import { approvalBands } from '@rochdale/expenses';
import { ruleShapeOf, templateFile, templateShape } from '@rochdale/governance';
import { ownDataShape } from '@rochdale/membership';
import { allActions, canonicalJson, toldSchema } from '@rochdale/platform';
import { allBallotKinds } from '@rochdale/voting';
import { z } from 'zod';

/** What a field of the schema holds that is JSON in a text. */
export interface JsonShape {
  /** The fields, as `Type.field`: those that take it, and those that give it. */
  readonly fields: readonly string[];
  /** Of which kind, where the shape depends on one: an action, a ballot kind, a source. */
  readonly kind: string | null;
  /** JSON Schema (2020-12), as canonical JSON. */
  readonly schemaJson: string;
}

const shape = (fields: readonly string[], kind: string | null, schema: object): JsonShape => ({
  fields,
  kind,
  schemaJson: canonicalJson(schema),
});

const schemaOf = (type: z.ZodType): object => z.toJSONSchema(type, { io: 'input' });

function gather(): JsonShape[] {
  const kinds = allBallotKinds();
  const payload = ['ProposalAction.payloadJson', 'ProposalActionInput.payloadJson'];
  const mark = [
    'Ballot.markJson',
    'BallotCastInput.markJson',
    'PaperBallots.markJson',
    'PaperBallotsInput.markJson',
    'ViewerDelegation.markJson',
  ];
  const count = ['Tally.countJson'];
  const rule = [
    'DecisionRule.canonicalJson',
    'PolicyAdoptInput.ruleJson',
    'PolicyBuilder.initialRuleJson',
    'PolicySimulationInput.ruleJson',
  ];
  const terms = [
    'Proposal.voteTermsJson',
    'ProposalDraftInput.voteTermsJson',
    'ProposalEditInput.voteTermsJson',
  ];
  const settings = ['MoneySource.settingsJson', 'SourceConnectInput.settingsJson'];
  return [
    shape(['ApprovalRuleAdoptInput.bandsJson'], null, schemaOf(approvalBands)),
    shape(['CsvProfile.mapping'], null, schemaOf(csvMappingShape)),
    shape(['Electorate.placesJson'], null, schemaOf(z.array(z.string()))),
    shape(['Query.ownData'], null, toldSchema(ownDataShape)),
    shape(
      ['Query.proposalTemplatesJson', 'TemplatesImportInput.fileJson'],
      null,
      schemaOf(templateFile),
    ),
    shape(
      ['ProposalTemplate.templateJson', 'TemplateKeepInput.templateJson'],
      null,
      schemaOf(templateShape),
    ),
    shape(['TemplateDraftInput.valuesJson'], null, schemaOf(z.record(z.string(), z.unknown()))),
    ...kinds.map((kind) => shape(mark, kind.name, schemaOf(kind.mark))),
    ...kinds.map((kind) => shape(count, kind.name, schemaOf(kind.counted))),
    ...kinds.map((kind) => shape(rule, kind.name, ruleShapeOf(kind))),
    ...kinds.flatMap(({ brings, name }) =>
      brings === undefined ? [] : [shape(terms, name, schemaOf(brings))],
    ),
    ...[...allActions().values()].map((one) => shape(payload, one.kind, toldSchema(one.payload))),
    ...allSources().map((source) => shape(settings, source.name, schemaOf(source.settings))),
  ];
}

/** How many kinds have been declared: more may be, until all rooms are there. */
const declared = (): number => allBallotKinds().length + allActions().size + allSources().length;

let known: { readonly kinds: number; readonly shapes: readonly JsonShape[] } | null = null;

/** Every field that is JSON in a text, with its shape; facts have theirs in `factTypes`. */
export function jsonShapes(): readonly JsonShape[] {
  const kinds = declared();
  if (known?.kinds !== kinds) known = { kinds, shapes: gather() };
  return known.shapes;
}
