/** A piece of two texts: in both, in the later alone, or in the earlier alone. */
export interface DifferencePart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** How much is still looked at to find what stayed, in words and lines and their comparisons. */
export interface DifferenceBudget {
  left: number;
}

/** Of one difference. What is not looked at any more is shown as replaced. */
const mostSteps = 200_000;
/** Longer ways from one text to the other are not looked for: all of it is replaced. */
const farthest = 500;

type Kind = DifferencePart['kind'];

/** Which of the earlier pieces stay and which of the later come, by Myers; null if too far. */
function steps(
  before: readonly string[],
  after: readonly string[],
  budget: DifferenceBudget,
): Kind[] | null {
  if (before.length === 0 || after.length === 0) return null;
  // How far each line is reached at each cost: every other one from -cost to cost.
  const trail: number[][] = [];
  const most = Math.min(before.length + after.length, farthest);
  for (let cost = 0; cost <= most; cost += 1) {
    const [last, row] = [trail.at(-1) ?? [], [] as number[]];
    trail.push(row);
    for (let nth = 0; nth <= cost; nth += 1) {
      const line = 2 * nth - cost;
      let at = startOf(last, nth, cost);
      budget.left -= 1;
      while (at < before.length && at - line < after.length && before[at] === after[at - line]) {
        at += 1;
        budget.left -= 1;
      }
      row.push(at);
      if (at >= before.length && at - line >= after.length) {
        return wayBack(trail, before.length, after.length);
      }
      if (budget.left < 0) return null;
    }
  }
  return null;
}

const comesFromAbove = (last: readonly number[], nth: number, cost: number): boolean =>
  nth === 0 || (nth !== cost && (last[nth - 1] ?? 0) < (last[nth] ?? 0));

function startOf(last: readonly number[], nth: number, cost: number): number {
  if (cost === 0) return 0;
  return comesFromAbove(last, nth, cost) ? (last[nth] ?? 0) : (last[nth - 1] ?? 0) + 1;
}

function wayBack(trail: readonly number[][], earlier: number, later: number): Kind[] {
  const kinds: Kind[] = [];
  let [at, there] = [earlier, later];
  for (let cost = trail.length - 1; cost >= 0; cost -= 1) {
    const last = trail[cost - 1] ?? [];
    const line = at - there;
    const nth = (line + cost) / 2;
    const isFromAbove = comesFromAbove(last, nth, cost);
    const from = isFromAbove ? line + 1 : line - 1;
    const start = cost === 0 ? 0 : (last[isFromAbove ? nth : nth - 1] ?? 0);
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
function between(
  [earlier, later]: readonly [string, string],
  piecesOf: (text: string) => readonly string[],
  budget: DifferenceBudget,
): DifferencePart[] {
  const isLookedAt = earlier !== '' && later !== '' && budget.left > 0;
  const [before, after] = isLookedAt ? [piecesOf(earlier), piecesOf(later)] : [[], []];
  budget.left -= before.length + after.length;
  const kinds = steps(before, after, budget);
  if (kinds === null) {
    return joined([
      { kind: 'removed', text: earlier },
      { kind: 'added', text: later },
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
 *
 * @param shared what several differences have together; each takes its own share of it at most
 */
export function differenceOf(
  before: string,
  after: string,
  shared: DifferenceBudget = { left: mostSteps },
): readonly DifferencePart[] {
  if (before === after) return joined([{ kind: 'same', text: before }]);
  const given = Math.min(mostSteps, shared.left);
  const budget = { left: given };
  const parts: DifferencePart[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    parts.push(...between([removed, added], wordsOf, budget));
    [removed, added] = ['', ''];
  };
  for (const part of between([before, after], linesOf, budget)) {
    if (part.kind === 'removed') removed += part.text;
    else if (part.kind === 'added') added += part.text;
    else {
      settle();
      parts.push(part);
    }
  }
  settle();
  shared.left -= given - budget.left;
  return joined(parts);
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const tags: Readonly<Record<Kind, readonly [string, string]>> = {
  same: ['', ''],
  added: ['<ins>', '</ins>'],
  removed: ['<del>', '</del>'],
};

/** The same as HTML: both texts as they were written, what came in `ins`, what went in `del`. */
export const htmlOfDifference = (
  before: string,
  after: string,
  shared?: DifferenceBudget,
): string =>
  differenceOf(before, after, shared)
    .map(({ kind, text }) => {
      const [begins, ends] = tags[kind];
      return begins + text.replaceAll(/[&<>]/g, (sign) => signs[sign] ?? '') + ends;
    })
    .join('');
