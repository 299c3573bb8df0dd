import type { OtherElements } from '../model/statement.js';
import type { XmlAttributes } from '../xml/xml-attributes.js';

const noChildren: readonly CamtNode[] = [];

/** An element of a camt message, and whether its text was read into the model. */
export class CamtNode {
  readonly name: string;
  readonly attributes: XmlAttributes;
  /** Line of the start tag, from 1. */
  readonly line: number;
  /** Most elements have none, so the list is only made for those that have. */
  children: readonly CamtNode[] = noChildren;
  text = '';
  read = false;

  constructor(name: string, attributes: XmlAttributes, line: number) {
    this.name = name;
    this.attributes = attributes;
    this.line = line;
  }

  append(child: CamtNode): void {
    if (this.children === noChildren) this.children = [child];
    else (this.children as CamtNode[]).push(child);
  }

  /** The first child of that name. */
  child(name: string): CamtNode | null {
    for (const child of this.children) if (child.name === name) return child;
    return null;
  }

  /** Every child of that name. */
  all(name: string): readonly CamtNode[] {
    if (this.child(name) === null) return noChildren;
    return this.children.filter((child) => child.name === name);
  }

  /** The element at the end of a path of first children. */
  at(...path: readonly string[]): CamtNode | null {
    const [first, ...rest] = path;
    if (first === undefined) return this;
    let node = this.child(first);
    for (const name of rest) node = node?.child(name) ?? null;
    return node;
  }

  /** The trimmed text at the end of a path, counted as read; null when missing or empty. */
  textAt(first: string, ...rest: readonly string[]): string | null {
    let node = this.child(first);
    for (const name of rest) node = node?.child(name) ?? null;
    return node === null ? null : node.takeText();
  }

  /** The texts of every child of that name, empty ones left out. */
  textsOf(name: string): string[] {
    return this.all(name).flatMap((child) => child.takeText() ?? []);
  }

  /** This element's own text, counted as read; null when empty. */
  takeText(): string | null {
    this.read = true;
    const { text } = this;
    if (text === '') return null;
    const trimmed = text.trim();
    return trimmed === '' ? null : trimmed;
  }

  /** The code in a choice of `Cd` and `Prtry`, which banks also leave out around it. */
  codeAt(...path: readonly string[]): string | null {
    const node = this.at(...path);
    if (node === null) return null;
    const code = node.textAt('Cd') ?? node.textAt('Prtry') ?? node.textAt('Prtry', 'Cd');
    return code ?? (node.children.length === 0 ? node.takeText() : null);
  }
}

/**
 * The texts below an element that nothing has read, by path (`CardTx/Card/PlainCardData/PAN`, with
 * `[2]` and so on for repeated ones), so that what the model has no field for is still handed on.
 */
export function unreadTexts(node: CamtNode): OtherElements {
  if (!hasUnread(node)) return nothing;
  const found: Record<string, string> = {};
  gather(node, '', found, new Map());
  return found;
}

const nothing: OtherElements = Object.freeze({});

function hasUnread(node: CamtNode): boolean {
  for (const child of node.children) {
    if (!child.read && child.text.trim() !== '') return true;
    if (child.children.length > 0 && hasUnread(child)) return true;
  }
  return false;
}

function gather(
  node: CamtNode,
  path: string,
  found: Record<string, string>,
  seen: Map<string, number>,
): void {
  for (const child of node.children) {
    const childPath = path === '' ? child.name : `${path}/${child.name}`;
    if (!child.read) {
      const text = child.text.trim();
      if (text !== '') {
        const times = (seen.get(childPath) ?? 0) + 1;
        seen.set(childPath, times);
        found[times === 1 ? childPath : `${childPath}[${times}]`] = withCurrency(child, text);
      }
    }
    if (child.children.length > 0) gather(child, childPath, found, seen);
  }
}

function withCurrency(node: CamtNode, text: string): string {
  const currency = node.attributes['Ccy'];
  return currency === undefined ? text : `${currency} ${text}`;
}
