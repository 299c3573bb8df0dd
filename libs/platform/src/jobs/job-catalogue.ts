import { allFacts } from '../catalogue/fact.js';
import { assert } from '../kernel/assert.js';
import { allJobs, allReactions, allSchedules, retiredJobs } from '../catalogue/job.js';
import type { JobHandler } from '../catalogue/handler.js';
import type { JobDefinition } from '../catalogue/job.js';

export interface CatalogueEntry {
  readonly definition: JobDefinition<object>;
  readonly handler: JobHandler;
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];

/**
 * The closed catalogue: every declared job has one handler. The worker refuses to start otherwise.
 */
export class JobCatalogue {
  readonly #entries = new Map<string, CatalogueEntry>();

  /** @throws Error naming every job without a handler, with two, or unknown */
  constructor(handlers: readonly JobHandler[]) {
    const problems: string[] = [];
    for (const handler of handlers) {
      const definition = allJobs().get(handler.name);
      if (definition === undefined) problems.push(`${handler.name} is not in the catalogue`);
      else if (this.#entries.has(handler.name)) problems.push(`${handler.name} has two handlers`);
      else this.#entries.set(handler.name, { definition, handler });
    }
    for (const name of allJobs().keys()) {
      if (!this.#entries.has(name)) problems.push(`${name} has no handler`);
    }
    for (const name of retiredJobs().keys()) {
      if (allJobs().has(name)) problems.push(`${name} is retired and in the catalogue`);
    }
    const followed = allReactions().map(({ job, on }) => `${job.name} follows ${on}`);
    for (const { job, on } of allReactions()) {
      if (!allFacts().has(on)) problems.push(`${job.name} follows ${on}, which nobody announces`);
    }
    // One job for each fact: of two, the second would never be made.
    problems.push(...repeated(followed).map((words) => `${words} twice`));
    const scheduled = allSchedules().map((schedule) => schedule.job.name);
    problems.push(...repeated(scheduled).map((name) => `${name} has two schedules`));
    if (problems.length > 0) throw new Error(`the job catalogue is wrong: ${problems.join('; ')}`);
  }

  /** A job of an older version may have no entry any more. */
  find(name: string): CatalogueEntry | null {
    return this.#entries.get(name) ?? null;
  }

  /** Why a job of an older version has nothing to do; null where it has. */
  whyRetired(name: string): string | null {
    return retiredJobs().get(name) ?? null;
  }

  entry(name: string): CatalogueEntry {
    const entry = this.#entries.get(name);
    assert(entry !== undefined, `job ${name} is in the catalogue`);
    return entry;
  }

  namesOfBriefLease(): string[] {
    const all = [...this.#entries.values()];
    return all.flatMap(({ definition }) => (definition.hasBriefLease ? [definition.name] : []));
  }

  /**
   * Whose dead letters nobody needs: what comes again at its time, what a room was told of, and
   * what has nothing to do any more. Any other is all that is left of work that was to be done, and
   * stays until it is tried again.
   */
  namesDoneWithout(): string[] {
    const again = new Set(allSchedules().map(({ job }) => job.name));
    const known = [...this.#entries.values()].flatMap(({ handler }) =>
      again.has(handler.name) || handler.givenUp !== undefined ? [handler.name] : [],
    );
    return [...known, ...retiredJobs().keys()];
  }
}
