import type { CountRound, TallyResult } from '../model/result.js';

/** Rounds side by side before the table is broken. */
const ROUNDS_PER_BLOCK = 6;

/** A result as text for people: what was counted and how, the rounds, the ties, the account. */
export function renderTable(result: TallyResult): string {
  const lines = [
    `${result.method} / ${result.variant}`,
    `Options: ${optionText(result)}`,
    `Seats: ${result.seats}${result.quota === undefined ? '' : `   Quota: ${result.quota}`}`,
    '',
    ...roundBlocks(result),
    ...totalLines(result),
    ...pairwiseLines(result),
    ...rankingLines(result),
    ...tieLines(result),
    ...result.account,
    '',
    winnerLine(result),
    ...outcomeLines(result),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** Names come from files: what would steer a terminal is not printed. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}

function optionText(result: TallyResult): string {
  const given = Object.entries(result.options).filter(([, value]) => value !== null);
  return given.length === 0
    ? 'none'
    : given
        .map(
          ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        )
        .join(', ');
}

function roundBlocks(result: TallyResult): string[] {
  const rounds = result.rounds ?? [];
  const lines: string[] = [];
  for (let from = 0; from < rounds.length; from += ROUNDS_PER_BLOCK) {
    lines.push(...roundTable(result, rounds.slice(from, from + ROUNDS_PER_BLOCK)), '');
  }
  const marks = rounds.some(({ elected, excluded }) => elected?.length || excluded?.length);
  return marks ? [...lines, '+ elected in this round   - out after this round', ''] : lines;
}

function roundTable(result: TallyResult, rounds: readonly CountRound[]): string[] {
  const rows = [
    ['', ...rounds.map(({ round }) => `Round ${round}`)],
    ...result.candidates.map((name, index) => [
      name,
      ...rounds.map((round) => `${round.votes[index] ?? ''} ${fate(round, index)}`),
    ]),
  ];
  if (rounds.some(({ quota }) => quota !== undefined)) {
    rows.push(['Quota', ...rounds.map(({ quota }) => `${quota ?? ''}  `)]);
  }
  if (rounds.some(({ exhausted }) => exhausted !== undefined)) {
    rows.push(['Exhausted', ...rounds.map(({ exhausted }) => `${exhausted ?? ''}  `)]);
  }
  return align(rows);
}

/** A mark beside the votes: + elected, - excluded. */
function fate(round: CountRound, index: number): string {
  if (round.elected?.includes(index)) return '+';
  return round.excluded?.includes(index) ? '-' : ' ';
}

function totalLines(result: TallyResult): string[] {
  if (result.totals === undefined || result.rounds !== undefined) return [];
  const rows = result.candidates.map((name, index) => [name, result.totals?.[index] ?? '']);
  return [...align(rows), ''];
}

function pairwiseLines(result: TallyResult): string[] {
  if (result.pairwise === undefined) return [];
  const rows = [
    ['Preferred to', ...result.candidates],
    ...result.candidates.map((name, index) => [
      name,
      ...(result.pairwise?.[index] ?? []).map((votes, other) => (other === index ? '-' : votes)),
    ]),
  ];
  return [...align(rows), ''];
}

function rankingLines(result: TallyResult): string[] {
  if (result.ranking === undefined) return [];
  return [...result.ranking.map((group, place) => `${place + 1}. ${group.join(' = ')}`), ''];
}

function tieLines(result: TallyResult): string[] {
  const lines = result.ties.map((tie) => {
    const place = tie.round === undefined ? '' : ` in round ${tie.round}`;
    const chosen = tie.chosen.map((index) => result.candidates[index]).join(', ') || 'nobody';
    return `Tie (${tie.purpose})${place}: ${tie.names.join(', ')}; picked ${chosen}, ${tie.detail}`;
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

function winnerLine(result: TallyResult): string {
  const names = result.winners.length === 0 ? 'nobody' : result.winners.join(', ');
  return `${result.winners.length === 1 ? 'Winner' : 'Winners'}: ${names}`;
}

function outcomeLines(result: TallyResult): string[] {
  return (result.outcomes ?? []).map(({ winners }) => `Acceptable: ${winners.join(', ')}`);
}

/** The first column to the left, the others to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
