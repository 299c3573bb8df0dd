import type { CaseRule, IndexCase } from '../index-case/case-rule.js';
import type { CountRequest } from '../method/counting-method.js';
import type { RawOptions } from '../method/options.js';
import { TallyError } from '../model/errors.js';
import type { JsonValue } from '../model/result.js';

/** How the cases of a conformance index ask for this family's methods. */
export const budgetCases: readonly CaseRule[] = [
  {
    method: 'equal-shares',
    variants: [
      'mes-cost',
      'mes-cardinality',
      'mes-cost-add1',
      'mes-cost-add1u',
      'mes-cost-utilitarian',
      'mes-cost+greedy-cost-satisfaction',
      'mes-cost-budget-increase',
    ],
    request: ({ params }) => ({
      method: 'equal-shares',
      variant: params['utility'] === 'card' ? 'cardinality' : 'cost',
      options: { ...completionOf(params), prefer: preferenceOf(params), tie: 'candidate-order' },
    }),
  },
  committee('abc-equal-shares (Rule X, phragmen completion)', 'phragmen'),
  committee('abc-equal-shares-av-completion', 'approval'),
  committee('abc-equal-shares-increment-completion', 'increment'),
  {
    method: 'participatory-budgeting',
    variants: ['greedy-by-votes-skip-unaffordable'],
    request: () => greedyRequest,
  },
  {
    method: 'quadratic',
    variants: [
      'snapshot (square of the sum of square roots of the weight share, rescaled to total weight)',
    ],
    request: () => ({ method: 'quadratic', variant: 'snapshot', options: { 'co-winners': true } }),
  },
];

const greedyRequest: CountRequest = {
  method: 'participatory-budgeting',
  variant: 'greedy',
  options: { order: 'votes', skip: true, prefer: 'lower-cost', tie: 'candidate-order' },
};

/** Committees by equal shares: any of the equally right ones is taken, so ties go by order. */
function committee(variant: string, completion: string): CaseRule {
  return {
    method: 'equal-shares',
    variants: [variant],
    request: () => ({
      method: 'equal-shares',
      variant: 'cardinality',
      options: { completion, prefer: 'none', tie: 'candidate-order' },
    }),
  };
}

/** What the words of a case mean for the money left over. */
function completionOf(params: IndexCase['params']): RawOptions {
  const reproducing = params['completionsThatReproduceIt'];
  if (Array.isArray(reproducing)) return fromEqualSharesTool(firstOf(reproducing));
  const completion = textOf(params['completion'], 'none');
  const tool = params['add1options'];
  if (Array.isArray(tool)) {
    return {
      ...fromEqualSharesTool(`${completion}:${tool.join('+')}`),
      ...(completion.startsWith('add1') ? { increment: textOf(params['increment'], '1') } : {}),
    };
  }
  if (completion === 'none') return { completion: 'none' };
  if (completion.startsWith('add1: start from floor(B/n)')) return { completion: 'add1' };
  if (completion.startsWith('add1 then utilitarian')) {
    return { completion: 'add1-utilitarian', unsupported: true };
  }
  if (completion.startsWith('then greedy by cost satisfaction per cost')) {
    return { completion: 'greedy' };
  }
  const raised = /^repeat with total budget raised by (\d+(?:\/\d+)?) /.exec(completion);
  if (raised?.[1] !== undefined) return { completion: 'increment', step: raised[1] };
  throw new TallyError('OPTION_INVALID', `completion '${completion}' is not understood`);
}

/** A word or number of a case's params as text. */
function textOf(value: JsonValue | undefined, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function firstOf(list: readonly JsonValue[]): string {
  return textOf(list[0], 'none');
}

/**
 * `add1:exhaustive+integral` and the like, as the tool at equalshares.net names its settings. It
 * goes through the projects as the members of an object: ids that are numbers first, by size.
 */
function fromEqualSharesTool(setting: string): RawOptions {
  const [name = '', flags = ''] = setting.split(':');
  const integral = flags.includes('integral');
  const exhaustive = flags.includes('exhaustive');
  switch (name) {
    case 'none':
      return { completion: 'none' };
    case 'utilitarian':
      return { completion: 'utilitarian', unsupported: true, 'prefer-left': 'lower-number' };
    case 'add1':
      return { completion: 'add1', integral, exhaustive };
    case 'add1u':
      return {
        completion: 'add1-utilitarian',
        integral,
        exhaustive,
        unsupported: true,
        'prefer-left': 'lower-number',
      };
    default:
      throw new TallyError('OPTION_INVALID', `completion '${setting}' is not understood`);
  }
}

const toolPreferences: Readonly<Record<string, string>> = {
  maxVotes: 'more-votes',
  minCost: 'lower-cost',
  maxCost: 'higher-cost',
};

/** Which of equally good projects a case prefers. */
function preferenceOf(params: IndexCase['params']): string {
  const tool = params['tieBreaking'];
  if (Array.isArray(tool)) {
    return tool.map((name) => toolPreferences[textOf(name, '')] ?? textOf(name, '')).join(',');
  }
  const tie = textOf(params['tie'], 'more votes, then lower cost');
  if (tie.startsWith('lexicographic project id')) return 'id';
  if (tie.startsWith('more votes, then lower cost')) return 'more-votes,lower-cost';
  throw new TallyError('OPTION_INVALID', `tie '${tie}' is not understood`);
}
