import { z } from 'zod';

const texts = z.record(z.string(), z.unknown()).catch({});
const facts = z.object({ references: texts, other: texts });
const said = facts.extend({ details: z.array(facts).catch([]) });

/**
 * Where banks write back the name of an order: camt's `Refs` and `Btch`, German MT940's `KREF+`,
 * Dutch MT940's `/PREF/`.
 */
const naming = /(?:^|\/)(?:PmtInfId|MsgId|KREF|PREF)\b/;

/** By which names of orders (`PmtInfId`, `MsgId`) a bank says that a line is of them; each once. */
export function ordersTold(line: { readonly raw: object }): string[] {
  const read = said.safeParse(line.raw);
  if (!read.success) return [];
  const found = [read.data, ...read.data.details]
    .flatMap(({ references, other }) => [...Object.entries(references), ...Object.entries(other)])
    .flatMap(([name, text]) =>
      naming.test(name) && typeof text === 'string' ? [text.trim()] : [],
    );
  return [...new Set(found)];
}
