import type { Config, FindDoor } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { allRails } from './define-rail.js';
import type { RailDefinition } from './define-rail.js';
import { isFileRail, isProviderRail } from './rail.js';
import type { FileRail, ProviderRail, Rail } from './rail.js';

/** The rails of the process, by the names that accounts have. */
export class Rails {
  constructor(
    private readonly door: FindDoor,
    private readonly config: Pick<Config, 'env'>,
    /** By name: all that the process declared, unless one holds only some of them. */
    private readonly declared: ReadonlyMap<string, RailDefinition> = allRails(),
  ) {}

  /** @throws CodedError RAIL_UNAVAILABLE when nothing here carries it out */
  require(name: string): Rail {
    const rail = this.find(name);
    if (rail !== null) return rail;
    throw payoutsErrors.error('RAIL_UNAVAILABLE', 'No money leaves this account here.', {
      data: { rail: name },
    });
  }

  /** @throws CodedError RAIL_UNAVAILABLE also when it is no provider's */
  requireProvider(name: string): ProviderRail {
    const rail = this.require(name);
    if (isProviderRail(rail)) return rail;
    throw payoutsErrors.error('RAIL_UNAVAILABLE', 'This rail has no provider.', {
      data: { rail: name },
    });
  }

  /** @throws CodedError RAIL_UNAVAILABLE also when it writes no files */
  requireFile(name: string): FileRail {
    const rail = this.require(name);
    if (isFileRail(rail)) return rail;
    throw payoutsErrors.error('RAIL_UNAVAILABLE', 'This rail writes no files.', {
      data: { rail: name },
    });
  }

  /** The names of those that can be asked what became of a transfer. */
  providerNames(): string[] {
    return [...this.declared.keys()].filter((name) => {
      const rail = this.find(name);
      return rail !== null && isProviderRail(rail);
    });
  }

  /** Null when nothing here carries it out. */
  find(name: string): Rail | null {
    const definition = this.declared.get(name);
    if (definition === undefined) return null;
    if (definition.pretends === true && this.config.env === 'production') return null;
    return this.door(definition.service);
  }
}
