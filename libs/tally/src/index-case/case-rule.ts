import type { CountRequest } from '../method/counting-method.js';
import type { JsonValue } from '../model/result.js';

/** One case of an index, as far as counting needs it. */
export interface IndexCase {
  readonly id: string;
  readonly method: string;
  readonly variant: string;
  readonly input: string;
  readonly format: string;
  /** 0 when the case does not say. */
  readonly seats: number;
  readonly params: Readonly<Record<string, JsonValue>>;
}

/** Turns the cases it knows into a request to one of our methods. */
export interface CaseRule {
  readonly method: string;
  /** The variants it knows, by their exact names. */
  readonly variants: readonly string[];
  /** Honours the params of the case. Throws TallyError OPTION_INVALID for params not understood. */
  request(indexCase: IndexCase): CountRequest;
}

/** A parameter as text; undefined when it is missing or null. */
export function paramText(params: IndexCase['params'], name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
