import { canonicalJson } from '../kernel/canonical.js';
import { allFacts } from './fact.js';
import { toldSchema } from './told-ids.js';
import type { FactDefinition, FactVisibility } from './fact.js';

/** A kind of fact, as programs that listen need to know it. */
export interface FactType {
  readonly type: string;
  readonly version: number;
  /** What it can be about: one kind, or several. */
  readonly subjectKinds: readonly string[];
  readonly visibility: FactVisibility;
  /** The JSON Schema of its data, as canonical JSON. */
  readonly dataSchemaJson: string;
}

function toFactType({ type, version, subject, visibility, data }: FactDefinition): FactType {
  const dataSchemaJson = canonicalJson(toldSchema(data));
  return { type, version, subjectKinds: [subject].flat(), visibility, dataSchemaJson };
}

let catalogue: readonly FactType[] = [];

/** Every kind of fact that the rooms declared, by name. It says nothing about anybody. */
export function factCatalogue(): readonly FactType[] {
  const facts = allFacts();
  if (catalogue.length !== facts.size) {
    const byName = [...facts.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
    catalogue = byName.map(toFactType);
  }
  return catalogue;
}
