import type { Type } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { z } from 'zod';
import type { Source } from './source.js';

/** A source as its folder declares it. */
export interface SourceDefinition<Settings extends object = object> {
  /** Stands in the table of connections, and in the identity of lines, for ever: `tin`. */
  readonly name: string;
  /** For those who choose one: a sentence. */
  readonly description: string;
  /** What a connection says besides. Kept as it is, so no secret: those are configuration. */
  readonly settings: z.ZodType<Settings>;
  /** The class that the process finds when it has to be asked. */
  readonly service: Type<Source<Settings>>;
}

const definitions = new Map<string, SourceDefinition>();

/**
 * Declares a source of money, once, at module level.
 *
 * @throws Error when another has the name
 */
export function defineSource<Settings extends object>(
  definition: SourceDefinition<Settings>,
): SourceDefinition<Settings> {
  const { name } = definition;
  assert(/^[a-z][a-z0-9-]{0,39}$/.test(name), `source ${name} is not kebab-case`);
  assert(!definitions.has(name), `source ${name} is declared twice`);
  definitions.set(name, definition);
  return definition;
}

/** Every source that was declared. */
export function allSources(): readonly SourceDefinition[] {
  return [...definitions.values()];
}

/** The source of that name; null when nothing that was loaded declares it. */
export function sourceNamed(name: string): SourceDefinition | null {
  return definitions.get(name) ?? null;
}
