import type { Listing, View } from './view.js';

const textOf = ({ rows }: Listing): string =>
  JSON.stringify(rows.map((row) => [...row].toSorted(([one], [other]) => (one < other ? -1 : 1))));

/** The lists of a view by their names; a name that was answered twice keeps both answers. */
function byName(view: View): Map<string, string> {
  const found = new Map<string, string>();
  for (const listing of view) {
    found.set(listing.name, `${found.get(listing.name) ?? ''}${textOf(listing)}`);
  }
  return found;
}

/** The questions that are answered differently the second time. */
export function differences(before: View, after: View): string[] {
  const [one, other] = [byName(before), byName(after)];
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name));
}
