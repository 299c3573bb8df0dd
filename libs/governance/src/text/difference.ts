/** A piece of two texts: in both, in the later alone, or in the earlier alone. */
export interface DifferencePart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Longer ways from one text to the other are not looked for: all of it is replaced. */
const farthest = 800;

type Kind = DifferencePart['kind'];

/** Which of the earlier pieces stay and which of the later come, by Myers; null if too far. */
function steps(before: readonly string[], after: readonly string[]): Kind[] | null {
  const most = Math.min(before.length + after.length, farthest);
  const reached = new Map([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let cost = 0; cost <= most; cost += 1) {
    trail.push(new Map(reached));
    for (let line = -cost; line <= cost; line += 2) {
      let at = comesFromAbove(reached, line, cost)
        ? (reached.get(line + 1) ?? 0)
        : (reached.get(line - 1) ?? 0) + 1;
      while (at < before.length && at - line < after.length && before[at] === after[at - line]) {
        at += 1;
      }
      reached.set(line, at);
      if (at >= before.length && at - line >= after.length) {
        return wayBack(trail, before.length, after.length);
      }
    }
  }
  return null;
}

const comesFromAbove = (reached: Map<number, number>, line: number, cost: number): boolean =>
  line === -cost || (line !== cost && (reached.get(line - 1) ?? 0) < (reached.get(line + 1) ?? 0));

function wayBack(trail: readonly Map<number, number>[], earlier: number, later: number): Kind[] {
  const kinds: Kind[] = [];
  let [at, there] = [earlier, later];
  for (let cost = trail.length - 1; cost >= 0; cost -= 1) {
    const reached = trail[cost] ?? new Map<number, number>();
    const line = at - there;
    const from = comesFromAbove(reached, line, cost) ? line + 1 : line - 1;
    const start = cost === 0 ? 0 : (reached.get(from) ?? 0);
    const begun = cost === 0 ? 0 : start - from;
    while (at > start && there > begun) {
      kinds.push('same');
      at -= 1;
      there -= 1;
    }
    if (cost > 0) kinds.push(at === start ? 'added' : 'removed');
    [at, there] = [start, begun];
  }
  return kinds.toReversed();
}

function joined(parts: readonly DifferencePart[]): DifferencePart[] {
  const whole: { kind: Kind; text: string }[] = [];
  for (const { kind, text } of parts) {
    const last = whole.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') whole.push({ kind, text });
  }
  return whole;
}

/** Piece by piece; all replaced where the two are too far from each other. */
function between(before: readonly string[], after: readonly string[]): DifferencePart[] {
  const kinds = steps(before, after);
  if (kinds === null) {
    return joined([
      { kind: 'removed', text: before.join('') },
      { kind: 'added', text: after.join('') },
    ]);
  }
  let [at, there] = [0, 0];
  return joined(
    kinds.map((kind) => {
      const text = (kind === 'added' ? after[there] : before[at]) ?? '';
      if (kind !== 'added') at += 1;
      if (kind !== 'removed') there += 1;
      return { kind, text };
    }),
  );
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const wordsOf = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

/**
 * What makes the later text of the earlier one: by lines, and within lines that changed by words.
 * What is the same or removed is the earlier text, what is the same or added the later one.
 */
export function differenceOf(before: string, after: string): readonly DifferencePart[] {
  const parts: DifferencePart[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    parts.push(...between(wordsOf(removed), wordsOf(added)));
    [removed, added] = ['', ''];
  };
  for (const part of between(linesOf(before), linesOf(after))) {
    if (part.kind === 'removed') removed += part.text;
    else if (part.kind === 'added') added += part.text;
    else {
      settle();
      parts.push(part);
    }
  }
  settle();
  return joined(parts);
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const tags: Readonly<Record<Kind, readonly [string, string]>> = {
  same: ['', ''],
  added: ['<ins>', '</ins>'],
  removed: ['<del>', '</del>'],
};

/** The same as HTML: both texts as they were written, what came in `ins`, what went in `del`. */
export const htmlOfDifference = (before: string, after: string): string =>
  differenceOf(before, after)
    .map(({ kind, text }) => {
      const [begins, ends] = tags[kind];
      return begins + text.replaceAll(/[&<>]/g, (sign) => signs[sign] ?? '') + ends;
    })
    .join('');
