import { allActions, CodedError } from '@rochdale/platform';
import { ballotKindOf } from '@rochdale/voting';
import { mayFollow, requireAlone, requireOffice } from '../action/proposal-actions.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { bringsOptions } from '../proposal/proposal-options.js';
import { fillIn, nameAlone, namesIn } from './fill-in.js';
import type { FilledIn } from './fill-in.js';
import type { Template, TemplateField } from './template.js';

/**
 * Why a template does not fit a co-operative: its policy is not in force; no action of the kind
 * may be proposed here; the policy may not decide it; its terms are not what the kind needs; it is
 * voted on by itself and something goes along; an election is to no office; a placeholder names no
 * field, or one that is no words where words are; two fields have one name; a choice has nothing to
 * choose from; votes under the policy bring no options and it has some, or the other way around, or
 * terms; voting is shorter or longer than the policy lets it be.
 */
export const misfitReasons = [
  'policy-unknown',
  'action-unknown',
  'action-policy-unfit',
  'action-payload-invalid',
  'action-not-alone',
  'action-missing',
  'placeholder-unknown',
  'placeholder-unfit',
  'field-doubled',
  'field-incomplete',
  'options-unfit',
  'terms-unfit',
  'window-unfit',
] as const;
export type MisfitReason = (typeof misfitReasons)[number];

export interface TemplateMisfit {
  readonly key: string;
  readonly reason: MisfitReason;
  readonly message: string;
  /** Where in the template. */
  readonly path: readonly string[];
}

type Found = Omit<TemplateMisfit, 'key'>;
type Path = readonly string[];

const found = (reason: MisfitReason, message: string, path: Path): Found => ({
  reason,
  message,
  path,
});

/** What has no place in a text, and what has none in a line. */
const wordless: ReadonlySet<TemplateField['kind']> = new Set(['id', 'json', 'amounts']);
const ofLines: ReadonlySet<TemplateField['kind']> = new Set(['text', 'lines']);

/** A value of each kind, for a look at what comes of a template before anybody fills it in. */
const samples: Readonly<Record<TemplateField['kind'], unknown>> = {
  line: 'A line',
  text: 'A text',
  lines: ['One', 'Other'],
  integer: 1,
  amount: '100',
  amounts: ['100', '100'],
  day: '2030-01-01',
  choice: null,
  id: '01900000-0000-7000-8000-000000000000',
  json: {},
};

function filledWithSamples(template: Template): FilledIn | CodedError {
  const { fields } = template;
  const currencies = new Set(fields.map(({ currency = '' }) => nameAlone(currency)));
  const values = fields.map(({ name, kind, choices, example }) => {
    const usual = currencies.has(name) ? 'EUR' : (choices?.[0] ?? samples[kind]);
    return [name, kind === 'id' ? samples.id : (example ?? usual)] as const;
  });
  try {
    return fillIn(template, Object.fromEntries(values));
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

/** All that does not fit, of a template under the policy of its key in force, if one is. */
export function misfitsOf(template: Template, rule: DecisionRule | null): TemplateMisfit[] {
  const inItself = [...fieldsUnfit(template), ...placesUnfit(template)];
  const all = [
    ...inItself,
    ...(rule === null ? [policyUnknown(template)] : underPolicy(template, rule)),
    ...actionsUnfit(template, rule),
    ...(inItself.length > 0 ? [] : payloadsUnfit(template)),
  ];
  return all.map((one) => ({ key: template.key, ...one }));
}

function policyUnknown({ policy: { key, pack } }: Template): Found {
  const hint = pack === null ? '' : ` The pack ${pack} has one.`;
  return found('policy-unknown', `No policy ${key} is in force.${hint}`, ['policy', 'key']);
}

function fieldsUnfit({ fields }: Template): Found[] {
  const names = fields.map(({ name }) => name);
  return fields.flatMap(({ name, kind, choices, of }, place) => {
    const path = ['fields', String(place)];
    if (names.indexOf(name) < place) {
      return [found('field-doubled', `There are two fields ${name}.`, path)];
    }
    const isWhole = kind === 'choice' ? choices !== undefined : kind !== 'id' || of !== undefined;
    if (isWhole) return [];
    const lacks = kind === 'id' ? 'of what it is the id' : 'what to choose from';
    return [found('field-incomplete', `The field ${name} does not say ${lacks}.`, path)];
  });
}

/** Each text with where it is, and which kinds of fields have no place there. */
function* textsOf({ proposal, fields }: Template): Generator<{
  readonly text: string;
  readonly path: Path;
  readonly isLine: boolean;
  readonly isValue: boolean;
}> {
  yield { text: proposal.title, path: ['proposal', 'title'], isLine: true, isValue: false };
  yield { text: proposal.body, path: ['proposal', 'body'], isLine: false, isValue: false };
  yield* leavesOf(proposal.options, ['proposal', 'options']);
  yield* leavesOf(proposal.voteTerms, ['proposal', 'voteTerms']);
  for (const [place, { payload }] of proposal.actions.entries()) {
    yield* leavesOf(payload, ['proposal', 'actions', String(place), 'payload']);
  }
  for (const [place, { currency = '' }] of fields.entries()) {
    const path = ['fields', String(place), 'currency'];
    yield { text: currency, path, isLine: true, isValue: false };
  }
}

function* leavesOf(
  value: unknown,
  path: Path,
): Generator<{ text: string; path: Path; isLine: boolean; isValue: boolean }> {
  if (typeof value === 'string') {
    yield { text: value, path, isLine: false, isValue: nameAlone(value) !== null };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) yield* leavesOf(one, [...path, name]);
  }
}

function placesUnfit(template: Template): Found[] {
  const kinds = new Map(template.fields.map(({ name, kind }) => [name, kind]));
  return [...textsOf(template)].flatMap(({ text, path, isLine, isValue }) =>
    namesIn(text).flatMap((name) => {
      const kind = kinds.get(name);
      if (kind === undefined) {
        return [found('placeholder-unknown', `There is no field ${name}.`, path)];
      }
      const isUnfit = !isValue && (wordless.has(kind) || (isLine && ofLines.has(kind)));
      if (!isUnfit) return [];
      return [found('placeholder-unfit', `The field ${name} has no words for this place.`, path)];
    }),
  );
}

function underPolicy({ proposal }: Template, rule: DecisionRule): Found[] {
  const { options, voteTerms, windowHours } = proposal;
  const { minimumHours, maximumHours } = rule.window;
  const all: Found[] = [];
  // Of an election members say later who stands.
  const isBetween = bringsOptions(rule) && rule.elects === undefined;
  if (isBetween !== (options !== null)) {
    const message = isBetween
      ? 'Under the policy a proposal says what it is between.'
      : 'Under the policy a proposal brings no options of its own.';
    all.push(found('options-unfit', message, ['proposal', 'options']));
  }
  const { brings } = ballotKindOf(rule);
  const mayBring = bringsOptions(rule) && brings !== undefined;
  const hasToBring = isBetween && brings?.safeParse({}).success === false;
  if (voteTerms === null ? hasToBring : !mayBring) {
    const message = hasToBring
      ? 'Votes under the policy ask for more than options.'
      : 'Votes under the policy ask for nothing besides.';
    all.push(found('terms-unfit', message, ['proposal', 'voteTerms']));
  }
  if (windowHours !== null && (windowHours < minimumHours || windowHours > maximumHours)) {
    const message = `Under the policy voting lasts ${minimumHours} to ${maximumHours} hours.`;
    all.push(found('window-unfit', message, ['proposal', 'windowHours']));
  }
  return [...all, ...refusedOf('action-missing', () => requireOffice(rule, proposal.actions))];
}

/** What a check of a draft refuses, as a misfit. */
function refusedOf(reason: MisfitReason, check: () => void): Found[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [found(reason, error.message, ['proposal', ...error.path])];
  }
}

function actionsUnfit({ proposal }: Template, rule: DecisionRule | null): Found[] {
  const each = proposal.actions.flatMap(({ kind }, place) => {
    const path = ['proposal', 'actions', String(place), 'kind'];
    if (allActions().get(kind)?.proposable !== true) {
      return [found('action-unknown', `No member proposes ${kind} here.`, path)];
    }
    if (rule === null || mayFollow(kind, rule)) return [];
    return [found('action-policy-unfit', `The policy does not decide ${kind}.`, path)];
  });
  return [...each, ...refusedOf('action-not-alone', () => requireAlone(proposal.actions))];
}

/** By what would come of it if it were filled in; ids are known when it is. */
function payloadsUnfit(template: Template): Found[] {
  const filled = filledWithSamples(template);
  if (filled instanceof CodedError) return [found('field-incomplete', filled.message, ['fields'])];
  return filled.actions.flatMap(({ kind, payload }, place) => {
    const parsed = allActions().get(kind)?.payload.safeParse(payload);
    if (parsed === undefined || parsed.success) return [];
    const inside = (parsed.error.issues[0]?.path ?? []).map(String);
    const path = ['proposal', 'actions', String(place), 'payload', ...inside];
    return [found('action-payload-invalid', `This is not what ${kind} needs.`, path)];
  });
}
