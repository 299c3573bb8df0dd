/** What policies call methods that have another name here: their family, and its variant. */
const methodsInPolicies: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['single-choice', ['plurality', 'fptp']],
  ['dots', ['dot-voting', 'dots']],
  ['scottish', ['stv', 'scottish']],
  ['meek', ['stv', 'meek-prf']],
  ['warren', ['stv', 'warren']],
  ['greedy', ['participatory-budgeting', 'greedy']],
]);

/** The method and variant that somebody asked for, whichever of the two names they used. */
export function methodAsked(method: string, variant: string | null): [string, string | undefined] {
  const [family, usual] = methodsInPolicies.get(method) ?? [method, undefined];
  return [family, variant ?? usual];
}
