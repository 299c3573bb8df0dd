import { policyPacks } from '@rochdale/governance';
import { assert } from '@rochdale/platform';
import type { VoteRule } from '@rochdale/voting';

/** A way to vote between eight options: its rule, and what voters say, in SQL and in JSON. */
export interface OptionVote {
  readonly rule: VoteRule;
  /** An expression over `member`. */
  readonly mark: string;
  readonly said: (turn: number) => object;
}

const options = Array.from({ length: 8 }, (_, nth) => `Option ${nth + 1}`);

function held(ballotKind: string, own: object): VoteRule {
  const ordinary = policyPacks
    .find(({ name }) => name === 'defaults')
    ?.policies.find(({ key }) => key === 'ordinary');
  assert(ordinary !== undefined, 'the default pack has an ordinary policy');
  const ofStances = new Set(['stances', 'decision', 'blocks', 'earlyClose']);
  const common = Object.entries(ordinary.rule).filter(([name]) => !ofStances.has(name));
  const rule = { ...Object.fromEntries(common), ballotKind, options, earlyClose: null, ...own };
  return rule as unknown as VoteRule;
}

/** Numbers of the options, in an order that goes by the turn. */
const orderOf = (turn: number): number[] => {
  const order = options.map((_name, nth) => nth + 1);
  return order.toSorted(
    (one, other) => ((one * 31 + turn * 7) % 17) - ((other * 31 + turn * 7) % 17),
  );
};

export const rankings: OptionVote = {
  rule: held('ranking', { method: 'irv', equalRanks: false, maximum: null }),
  mark: `(select jsonb_build_object('ranks', jsonb_agg(jsonb_build_object('option', o, 'rank', r)
      order by o)) from (select o, row_number() over (order by hashtext(member::text || o)) as r
      from generate_series(1, 8) o) ranked)`,
  said: (turn) => ({
    ranks: orderOf(turn).map((option, nth) => ({ option, rank: nth + 1 })),
  }),
};

export const budgets: OptionVote = {
  rule: held('budget', {
    method: 'equal-shares',
    maximum: null,
    spending: {
      currency: 'EUR',
      budgetMinor: '1000000',
      costsMinor: options.map((_name, nth) => String(100_000 + 50_000 * nth)),
      minimumSpendMinor: null,
      incompatible: [],
    },
  }),
  mark: `(select jsonb_build_object('projects', coalesce(jsonb_agg(o order by o), '[]'))
      from generate_series(1, 8) o where hashtext(member::text || o) % 2 = 0)`,
  said: (turn) => ({ projects: orderOf(turn).slice(0, 1 + (turn % 5)) }),
};
