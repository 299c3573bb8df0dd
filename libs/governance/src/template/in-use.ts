import { shippedTemplates } from './shipped.js';
import type { Template } from './template.js';

/** A template that may be used, and its version: 0 for one as it ships. */
export interface TemplateInUse {
  readonly template: Template;
  readonly version: number;
}

/** The last version of a key that a co-operative ever kept. */
interface Kept {
  readonly key: string;
  readonly version: number;
  readonly definition: Template;
  readonly retiredAt: Date | null;
}

const shippedByKey = new Map(shippedTemplates.map((one) => [one.key, one]));

/** What of a key may be used: what was kept of it last, or what ships; null for nothing. */
export function inUse(key: string, kept: Kept | null): TemplateInUse | null {
  if (kept !== null) {
    const { definition: template, version, retiredAt } = kept;
    return retiredAt === null ? { template, version } : null;
  }
  const template = shippedByKey.get(key);
  return template === undefined ? null : { template, version: 0 };
}

/** All that may be used, by title. */
export function allInUse(kept: readonly Kept[]): TemplateInUse[] {
  const byKey = new Map(kept.map((one) => [one.key, one]));
  const keys = new Set([...shippedByKey.keys(), ...byKey.keys()]);
  return [...keys]
    .flatMap((key) => inUse(key, byKey.get(key) ?? null) ?? [])
    .toSorted((one, other) => one.template.title.localeCompare(other.template.title, 'en'));
}
