import { AdoptPolicy, allPolicyPacks, policyPacks } from '@rochdale/governance';
import { assert } from '@rochdale/platform';
import type { DemoWorld } from './demo-world.js';
import { officers } from './people.js';

/** The defaults, and a policy for each way to vote. */
const packed = [policyPacks[0], allPolicyPacks.at(-1)].flatMap((pack) => pack?.policies ?? []);

/**
 * A pack's rule of a key, changed: for policies of the co-operative's own. What is undefined in
 * `changes` is left out.
 */
export async function adopt(
  world: DemoWorld,
  from: string,
  policy: { key: string; title: string; changes: object },
): Promise<void> {
  const base = packed.find(({ key }) => key === from);
  assert(base !== undefined, `a pack has ${from}`);
  const { key, title, changes } = policy;
  const fields = Object.entries({ ...base.rule, ...changes });
  await world.get(AdoptPolicy).execute(await world.as(officers.administrator), {
    key,
    title,
    rule: Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
  });
}
