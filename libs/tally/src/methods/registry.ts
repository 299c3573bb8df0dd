import { approvalMethods } from '../approval/methods.js';
import { bordaMethods } from '../borda/methods.js';
import { budgetMethods } from '../budget/methods.js';
import { consentMethods } from '../consent/methods.js';
import { irvMethods } from '../irv/methods.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { TallyResult } from '../model/result.js';
import { pairwiseMethods } from '../pairwise/methods.js';
import { pluralityMethods } from '../plurality/methods.js';
import { scoreMethods } from '../score/methods.js';
import { stanceMethods } from '../stance/methods.js';
import { stvMethods } from '../stv/methods.js';
import type { CountingMethod, CountRequest } from '../method/counting-method.js';
import { OptionValues } from '../method/options.js';

/** Every counting rule there is. The first variant of a method is its default. */
export const countingMethods: readonly CountingMethod[] = [
  ...pluralityMethods,
  ...stanceMethods,
  ...consentMethods,
  ...approvalMethods,
  ...scoreMethods,
  ...bordaMethods,
  ...irvMethods,
  ...pairwiseMethods,
  ...stvMethods,
  ...budgetMethods,
];

/** The rule of that name. Without a variant, the method's first. Throws METHOD_UNKNOWN. */
export function findMethod(method: string, variant?: string): CountingMethod {
  const family = countingMethods.filter((known) => known.method === method);
  if (family.length === 0) {
    const names = [...new Set(countingMethods.map((known) => known.method))].join(', ');
    throw new TallyError('METHOD_UNKNOWN', `no method '${method}'; known: ${names}`);
  }
  const found =
    variant === undefined ? family[0] : family.find((known) => known.variant === variant);
  if (found === undefined) {
    const names = family.map((known) => known.variant).join(', ');
    const message = `no variant '${variant}' of ${method}; known: ${names}`;
    throw new TallyError('METHOD_UNKNOWN', message);
  }
  return found;
}

/** Counts an election by the rule and options asked for. Throws TallyError, nothing else. */
export function count(election: Election, request: CountRequest): TallyResult {
  const method = findMethod(request.method, request.variant);
  if (!method.ballots.includes(election.ballots.kind)) {
    const message =
      `${method.method}/${method.variant} counts ${method.ballots.join(' or ')} ballots, ` +
      `not ${election.ballots.kind}`;
    throw new TallyError('BALLOTS_UNSUITABLE', message);
  }
  if (election.incompatible !== undefined && method.heedsIncompatible !== true) {
    const message = `${method.method}/${method.variant} funds none, so none excludes another`;
    throw new TallyError('BUDGET_INVALID', message);
  }
  if ((election.reserved ?? election.sitting) !== undefined && method.keepsSeats !== true) {
    const message = `${method.method}/${method.variant} keeps seats for nobody`;
    throw new TallyError('SEATS_INVALID', message);
  }
  const values = OptionValues.parse(method.options, request.options, request.ways);
  const result = method.count(election, values);
  const { notes } = election;
  return notes ? { ...result, account: [...notes, ...result.account] } : result;
}
