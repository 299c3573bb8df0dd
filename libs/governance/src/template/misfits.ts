import { allActions, idPlacesOf } from '@rochdale/platform';
import { ballotKindOf } from '@rochdale/voting';
import { mayFollow, requireAlone, requireOffice } from '../action/proposal-actions.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { bringsOptions } from '../proposal/proposal-options.js';
import { nameAlone, namesIn } from './fill-in.js';
import type { Template, TemplateField } from './template.js';
import { found, leavesOf, refusedOf, triedOut } from './tried-out.js';
import type { Found, Path } from './tried-out.js';

export interface TemplateMisfit extends Found {
  readonly key: string;
}

/** What has no place in a text, and what has none in a line. */
const wordless: ReadonlySet<TemplateField['kind']> = new Set(['id', 'json', 'amounts']);
const ofLines: ReadonlySet<TemplateField['kind']> = new Set(['text', 'lines']);

/** All that does not fit, of a template under the policy of its key in force, if one is. */
export function misfitsOf(template: Template, rule: DecisionRule | null): TemplateMisfit[] {
  const inItself = [...fieldsUnfit(template), ...placesUnfit(template)];
  const all = [
    ...inItself,
    ...(rule === null ? [policyUnknown(template)] : underPolicy(template, rule)),
    ...actionsUnfit(template, rule),
    ...idsUnfit(template),
  ];
  // What comes of one whose fields or terms are wrong is wrong in the same place.
  const known = new Set(all.map(({ reason }) => reason));
  const tried = inItself.length > 0 ? [] : triedOut(template, rule);
  return [...all, ...tried.filter(({ reason }) => !known.has(reason))].map((one) => ({
    key: template.key,
    ...one,
  }));
}

function policyUnknown({ policy: { key, pack } }: Template): Found {
  const hint = pack === null ? '' : ` The pack ${pack} has one, to be had by its key alone.`;
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

/** A text with where it is, and which kinds of fields have no place there. */
interface Text {
  readonly text: string;
  readonly path: Path;
  readonly isLine: boolean;
  readonly isValue: boolean;
}

function* textsOf({ proposal, fields }: Template): Generator<Text> {
  yield { text: proposal.title, path: ['proposal', 'title'], isLine: true, isValue: false };
  yield { text: proposal.body, path: ['proposal', 'body'], isLine: false, isValue: false };
  yield* valuesOf(proposal.options, ['proposal', 'options']);
  yield* valuesOf(proposal.voteTerms, ['proposal', 'voteTerms']);
  for (const [place, { payload }] of proposal.actions.entries()) {
    yield* valuesOf(payload, ['proposal', 'actions', String(place), 'payload']);
  }
  for (const [place, { currency = '' }] of fields.entries()) {
    const path = ['fields', String(place), 'currency'];
    yield { text: currency, path, isLine: true, isValue: false };
  }
}

function* valuesOf(value: unknown, at: Path): Generator<Text> {
  for (const { text, path } of leavesOf(value, at)) {
    yield { text, path, isLine: false, isValue: nameAlone(text) !== null };
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
  if (rule.decidedBy !== undefined) {
    const message = 'By the policy a working group decides, and no template says which.';
    all.push(found('policy-of-group', message, ['policy', 'key']));
  }
  return [...all, ...refusedOf('action-missing', () => requireOffice(rule, proposal.actions))];
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

const plainId = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

/**
 * Where an id stands in a template, in whatever words: it is of one co-operative, and maybe of a
 * person; and where an action needs one and no field asks for one of that type.
 */
function idsUnfit(template: Template): Found[] {
  const written = [...leavesOf(template, [])]
    .filter(({ text }) => plainId.test(text))
    .map(({ path }) => found('id-unfit', 'An id is asked for, and stands in no template.', path));
  return [...written, ...examplesUnfit(template), ...idPlacesUnfit(template)];
}

/** What an id looks like that is handed out cannot be told: no example of one is taken. */
const examplesUnfit = ({ fields }: Template): Found[] =>
  fields.flatMap(({ kind, example }, place) =>
    kind === 'id' && example !== undefined
      ? [found('id-unfit', 'An id has no example.', ['fields', String(place), 'example'])]
      : [],
  );

function idPlacesUnfit({ proposal, fields }: Template): Found[] {
  const typeOf = new Map(fields.map(({ name, of }) => [name, of]));
  return proposal.actions.flatMap((action, nth) => {
    const at = ['proposal', 'actions', String(nth), 'payload'];
    const leaves = [...leavesOf(action.payload, at)];
    return idPlacesOf(action).flatMap(({ type, text }) => {
      const name = nameAlone(text);
      if (plainId.test(text) || (name !== null && typeOf.get(name) === type)) return [];
      const path = leaves.find((leaf) => leaf.text === text)?.path ?? at;
      return [found('id-unfit', `Here a field asks for the id of a ${type}.`, path)];
    });
  });
}
