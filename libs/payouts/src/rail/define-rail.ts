import type { Type } from '@nestjs/common';
import { registerRailName } from '@rochdale/banking';
import type { RailName } from '@rochdale/banking';
import type { Rail } from './rail.js';

/** A rail as its folder declares it. */
export interface RailDefinition extends RailName {
  /** For those who choose one: a sentence. */
  readonly description: string;
  /** The class that the process finds when money has to go this way. */
  readonly service: Type<Rail>;
}

const definitions = new Map<string, RailDefinition>();

/**
 * Declares a rail, once, at module level. Accounts may be registered with its name from then on.
 *
 * @throws Error when another has the name
 */
export function defineRail(definition: RailDefinition): RailDefinition {
  registerRailName(definition);
  definitions.set(definition.name, definition);
  return definition;
}

/** Every declared rail, in the order of their declaration. */
export function allRails(): ReadonlyMap<string, RailDefinition> {
  return definitions;
}
