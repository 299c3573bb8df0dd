// Rules that came after the code: how many findings each path still has, rule by rule, in
// pending.json. The numbers only go down: one finding more fails, and so does one fewer until
// `npm run tidy -- --lower` has written it. Nothing is ever added by hand.

const keyOf = ({ rule, path }) => `${rule} ${path}`;

function counted(found) {
  const counts = new Map();
  for (const finding of found) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/** What is not pending: findings beyond what is allowed, and numbers that are too high. */
export function beyond(pending, found) {
  const counts = counted(found);
  const allowed = (finding) => pending[finding.rule]?.[finding.path] ?? 0;
  const left = found.filter((finding) => counts.get(keyOf(finding)) > allowed(finding));
  for (const [rule, paths] of Object.entries(pending)) {
    for (const [path, count] of Object.entries(paths)) {
      const now = counts.get(keyOf({ rule, path })) ?? 0;
      if (now >= count) continue;
      const message = `${rule} has ${now} findings, no more ${count}: npm run tidy -- --lower`;
      left.push({ path, line: 1, rule: 'pending-shrinks', message });
    }
  }
  return left;
}

/** The same numbers, or lower ones; what is mended is forgotten. */
export function lowered(pending, found) {
  const counts = counted(found);
  const rules = Object.entries(pending).map(([rule, paths]) => {
    const kept = Object.entries(paths)
      .map(([path, count]) => [path, Math.min(count, counts.get(keyOf({ rule, path })) ?? 0)])
      .filter(([, count]) => count > 0);
    return [rule, Object.fromEntries(kept)];
  });
  return Object.fromEntries(rules.filter(([, paths]) => Object.keys(paths).length > 0));
}
