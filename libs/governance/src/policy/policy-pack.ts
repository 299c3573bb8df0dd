import type { DecisionRule } from './decision-rule.js';

/** One policy of a pack: its key in the co-operative, what it is for, and its rule. */
export interface PackPolicy<Rule extends DecisionRule = DecisionRule> {
  readonly key: string;
  readonly title: string;
  /** What members do by custom beside the rule. Packs bring none: what they say, counting does. */
  readonly customs: readonly string[];
  /** Paths of the rule whose numbers are ours: the co-operative publishes none of its own. */
  readonly ours: readonly string[];
  readonly rule: Rule;
}

export interface PolicyPack<Rule extends DecisionRule = DecisionRule> {
  readonly name: string;
  readonly title: string;
  readonly policies: readonly PackPolicy<Rule>[];
}
