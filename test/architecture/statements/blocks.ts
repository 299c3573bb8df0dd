/** A query inside of a statement: its own text, where each query inside of it is a mark. */
export interface Block {
  readonly id: number;
  /** What it is a part of, whose tables its conditions may name as well. */
  readonly parent: Block | null;
  text: string;
}

/** What stands for a query in the text of the one around it. */
export const markOf = (id: number): string => `«${id}»`;

const beginsQuery = /^\s*(?:select|with|update|delete|insert|values)\b/i;
const setOperator = /\b(?:union|except|intersect)\b(?:\s+all\b)?/i;

/** Where the parenthesis closes that opens at a place. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** A statement's queries, each apart: common table expressions, subqueries, sides of a union. */
export function blocksOf(statement: string): Block[] {
  const blocks: Block[] = [];
  const take = (text: string, parent: Block | null): Block => {
    const block: Block = { id: blocks.length, parent, text: '' };
    blocks.push(block);
    let at = 0;
    while (at < text.length) {
      const end = text[at] === '(' ? closing(text, at) : at;
      const inside = text.slice(at + 1, end);
      if (end > at && beginsQuery.test(inside)) {
        block.text += ` ${markOf(take(inside, block).id)} `;
        at = end + 1;
      } else {
        block.text += text[at];
        at += 1;
      }
    }
    return block;
  };
  take(statement.replaceAll(/--[^\n]*/g, '').replaceAll('"', ''), null);
  return blocks.flatMap((block) => sides(block));
}

/** The sides of a union, which share nothing but what is around them. */
function sides(block: Block): Block[] {
  return block.text.split(setOperator).map((text) => ({ ...block, text }));
}
