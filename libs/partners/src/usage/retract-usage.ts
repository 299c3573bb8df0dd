import type { Tx } from '@rochdale/platform';
import type { UsageRetraction } from './usage-event.js';
import { retractionRefusal } from './usage-retraction.js';
import type { RetractionCase } from './usage-retraction.js';
import { usageRetractionStore } from './usage-retraction.store.js';
import { identityOf, rejected, settled } from './usage-verdict.js';
import type { Candidate, UsageVerdict } from './usage-verdict.js';

const targetOf = ({ retractedSource, retractedEventId }: UsageRetraction): string =>
  identityOf({ source: retractedSource, eventId: retractedEventId });

/** What one batch says, on top of what is kept: each of its retractions sees those before it. */
class Retracting {
  readonly #targets = new Map<string, string>();
  readonly #retracted = new Set<string>();

  know(said: UsageRetraction, kept: RetractionCase): RetractionCase {
    const own = this.#targets.get(identityOf(said));
    const target = targetOf(said);
    return {
      ...kept,
      isSame: own === undefined ? kept.isSame : own === target,
      isRetracted: kept.isRetracted || this.#retracted.has(target),
      isRetraction: kept.isRetraction || this.#targets.has(target),
    };
  }

  add(said: UsageRetraction): void {
    this.#targets.set(identityOf(said), targetOf(said));
    this.#retracted.add(targetOf(said));
  }
}

/**
 * Takes in the retractions of a batch, its events being in. Whoever calls has the lock of periods:
 * a month that closed meanwhile would count what is called off here.
 */
export async function retractUsage(
  tx: Tx,
  partnerId: string,
  candidates: readonly Candidate<UsageRetraction>[],
): Promise<UsageVerdict[]> {
  const kept = await usageRetractionStore.cases(
    tx,
    partnerId,
    candidates.map(({ said }) => said),
  );
  const batch = new Retracting();
  const fresh: Candidate<UsageRetraction>[] = [];
  const verdicts = candidates.flatMap((candidate, at) => {
    const { index, said } = candidate;
    const known = kept[at];
    if (known === undefined) return [];
    const { isSame, ...others } = batch.know(said, known);
    if (isSame !== null) return [settled(candidate, isSame ? 'duplicate' : 'conflict')];
    const refusal = retractionRefusal({ isSame, ...others });
    if (refusal !== null) {
      const path = ['data', 'retracts', 'id'];
      return [rejected(index, said.eventId, { ...refusal, path })];
    }
    batch.add(said);
    fresh.push(candidate);
    return [];
  });
  const added = await usageRetractionStore.insert(
    tx,
    partnerId,
    fresh.map(({ said }) => said),
  );
  const isIn = new Set(added.map(identityOf));
  // An event took the id in the same moment: events do not wait for the lock.
  const ends = fresh.map((candidate) =>
    settled(candidate, isIn.has(identityOf(candidate.said)) ? 'accepted' : 'conflict'),
  );
  return [...verdicts, ...ends];
}
