import type { FindDoor } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { sourceNamed } from './define-source.js';
import type { Source } from './source.js';

/** The sources of the process, by the names that connections have. */
export class Sources {
  constructor(private readonly door: FindDoor) {}

  /** Null when nothing here knows how to ask it. */
  find(name: string): Source | null {
    const definition = sourceNamed(name);
    return definition === null ? null : this.door(definition.service);
  }

  /** @throws CodedError SOURCE_UNAVAILABLE when nothing here knows how to ask it */
  require(name: string): Source {
    const source = this.find(name);
    if (source !== null) return source;
    throw collectionsErrors.error('SOURCE_UNAVAILABLE', 'Nobody here can ask this source.', {
      data: { source: name },
    });
  }
}
