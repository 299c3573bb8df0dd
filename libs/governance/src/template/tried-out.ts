import { allActions, CodedError, isHearing } from '@rochdale/platform';
import type { DecisionRule } from '../policy/decision-rule.js';
import { broughtUnder } from '../proposal/proposal-options.js';
import { checkText } from '../proposal/proposal-terms.js';
import { filingOf } from '../topic/topic.js';
import { fillIn, nameAlone } from './fill-in.js';
import type { FilledIn } from './fill-in.js';
import type { Template, TemplateField } from './template.js';

/**
 * Why a template does not fit a co-operative: its policy is not in force, or a working group
 * decides by it; no action of the kind may be proposed here; the policy may not decide it; its
 * terms are not what the kind needs; it is voted on by itself and something goes along; an election
 * is to no office; a placeholder names no field, or one that is no words where words are; two
 * fields have one name; a choice has nothing to choose from; votes under the policy bring no
 * options and it has some, or the other way around, or terms; voting is shorter or longer than the
 * policy lets it be; its title or body is none of a proposal; a hearing has tags, or one is there
 * twice; an id stands in it, or is asked for by no field of what it is of.
 */
type MisfitReason =
  | 'policy-unknown'
  | 'policy-of-group'
  | 'action-unknown'
  | 'action-policy-unfit'
  | 'action-payload-invalid'
  | 'action-not-alone'
  | 'action-missing'
  | 'placeholder-unknown'
  | 'placeholder-unfit'
  | 'field-doubled'
  | 'field-incomplete'
  | 'options-unfit'
  | 'terms-unfit'
  | 'window-unfit'
  | 'text-unfit'
  | 'tags-unfit'
  | 'id-unfit';

export type Path = readonly string[];

export interface Found {
  readonly reason: MisfitReason;
  readonly message: string;
  /** Where in the template. */
  readonly path: Path;
}

export const found = (reason: MisfitReason, message: string, path: Path): Found => ({
  reason,
  message,
  path,
});

/** What a check of a draft refuses, as a misfit. */
export function refusedOf(reason: MisfitReason, check: () => unknown): Found[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [found(reason, error.message, ['proposal', ...error.path])];
  }
}

/** Each text in a value, with where it is. */
export function* leavesOf(value: unknown, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') {
    yield { text: value, path };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) yield* leavesOf(one, [...path, name]);
  }
}

type Sampled = (nth: number, many: number) => unknown;

const several = (many: number, one: (nth: number) => string): string[] =>
  Array.from({ length: many }, (_, nth) => one(nth + 1));

/** A value of each kind, for a look at what comes of a template before anybody fills it in. */
const samples: Readonly<Record<TemplateField['kind'], Sampled>> = {
  // Two of them may stand beside each other as options.
  line: (nth) => `Line ${nth}`,
  text: (nth) => `Text ${nth}`,
  lines: (_, many) => several(many, (nth) => `One ${nth}`),
  integer: () => 1,
  amount: () => '100',
  amounts: (_, many) => several(many, () => '100'),
  day: () => '2030-01-01',
  choice: () => null,
  id: () => '01900000-0000-7000-8000-000000000000',
  json: () => ({}),
};

/** @param isWhole whether what may be left out is there as well */
function filledWithSamples(template: Template, isWhole: boolean): FilledIn | CodedError {
  const { fields, proposal } = template;
  // Some lists have as many items as there are options.
  const many = Array.isArray(proposal.options) ? Math.max(1, proposal.options.length) : 2;
  const currencies = new Set(fields.map(({ currency = '' }) => nameAlone(currency)));
  const values = fields
    .filter(({ optional }) => isWhole || optional !== true)
    .map(({ name, kind, choices, example }, nth) => {
      const sample = samples[kind](nth, many);
      const usual = currencies.has(name) ? 'EUR' : (choices?.[0] ?? sample);
      return [name, kind === 'id' ? sample : (example ?? usual)] as const;
    });
  try {
    return fillIn(template, Object.fromEntries(values));
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

/**
 * What would be refused of the draft that comes of it, by the checks of every draft: filled in
 * whole, and with all left out that may be.
 */
export function triedOut(template: Template, rule: DecisionRule | null): Found[] {
  const whole = ofSamples(template, rule, true);
  if (whole.length > 0 || !template.fields.some(({ optional }) => optional === true)) return whole;
  return ofSamples(template, rule, false);
}

function ofSamples(template: Template, rule: DecisionRule | null, isWhole: boolean): Found[] {
  const filled = filledWithSamples(template, isWhole);
  if (filled instanceof CodedError) return [found('field-incomplete', filled.message, ['fields'])];
  const { tags, actions } = filled;
  return [
    ...refusedOf('text-unfit', () => checkText(filled)),
    ...refusedOf('tags-unfit', () => filingOf({ tags }, isHearing(actions))),
    ...(rule === null ? [] : broughtUnfit(filled, rule)),
    ...payloadsUnfit(filled),
  ];
}

function broughtUnfit({ options, voteTerms }: FilledIn, rule: DecisionRule): Found[] {
  return refusedOf('options-unfit', () => broughtUnder(rule, { options, voteTerms })).map((one) =>
    one.path[1] === 'voteTerms' ? { ...one, reason: 'terms-unfit' as const } : one,
  );
}

/** Ids are known when it is filled in. */
function payloadsUnfit({ actions }: FilledIn): Found[] {
  return actions.flatMap(({ kind, payload }, place) => {
    const parsed = allActions().get(kind)?.payload.safeParse(payload);
    if (parsed === undefined || parsed.success) return [];
    const inside = (parsed.error.issues[0]?.path ?? []).map(String);
    const path = ['proposal', 'actions', String(place), 'payload', ...inside];
    return [found('action-payload-invalid', `This is not what ${kind} needs.`, path)];
  });
}
