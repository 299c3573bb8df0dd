import { BankFormatError } from '../model/bank-format.errors.js';
import { XmlReader } from './xml-reader.js';

/** An element of a document that is small enough to be held whole. Names are local. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  /** Text directly inside the element, its pieces joined. */
  text: string;
  /** Line of the start tag, from 1. */
  readonly line: number;
}

const noAttributes: Readonly<Record<string, string>> = {};

/** A new element without place in a file. */
export function element(name: string, content: string | readonly XmlNode[] = ''): XmlNode {
  const leaf = typeof content === 'string';
  return {
    name,
    attributes: noAttributes,
    children: leaf ? [] : content.slice(),
    text: leaf ? content : '',
    line: 0,
  };
}

/** Elements within elements, the innermost with a text: `nest('Othr', 'Id')('5')`. */
export function nest(...names: readonly string[]): (content: string) => XmlNode {
  return (content) => {
    const [first = '', ...rest] = names;
    return element(first, rest.length === 0 ? content : [nest(...rest)(content)]);
  };
}

/** An order of 100,000 payments has some three million elements. */
const defaultElementsMax = 4_000_000;

/**
 * Reads a whole document. The safety of {@link XmlReader} holds: no document type, no entities,
 * bounded depth and token length; and by default no more than four million elements.
 */
export function parseXmlTree(text: string, elementsMax = defaultElementsMax): XmlNode {
  const document: XmlNode = element('');
  const open: XmlNode[] = [document];
  let elements = 0;
  const reader = new XmlReader({
    open(name, found, line) {
      elements += 1;
      if (elements > elementsMax) {
        throw new BankFormatError('too-large', `more than ${elementsMax} elements`, { line });
      }
      const attributes = Object.keys(found).length === 0 ? noAttributes : found;
      const node: XmlNode = { name, attributes, children: [], text: '', line };
      open.at(-1)?.children.push(node);
      open.push(node);
    },
    text(piece) {
      const node = open.at(-1);
      // Indentation is most of a document's text and means nothing.
      if (node !== undefined && (node.text !== '' || /[^ \t\r\n]/.test(piece))) node.text += piece;
    },
    close() {
      open.pop();
    },
  });
  reader.write(text);
  reader.end();
  return document.children[0] ?? document;
}

/** The first child of that name. */
export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

/** The element at the end of a path of names, each the first of its name. */
export function descend(
  node: XmlNode | undefined,
  ...path: readonly string[]
): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>(childOf, node);
}

/** The text at the end of a path, trimmed; null when the element is missing or empty. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | null {
  const text = descend(node, ...path)?.text.trim();
  return text === undefined || text === '' ? null : text;
}

/** All children of that name. */
export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}

function write(node: XmlNode, indent: string, out: string[]): void {
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  if (node.children.length === 0) {
    out.push(`${indent}<${node.name}${attributes}>${escaped(node.text)}</${node.name}>\n`);
    return;
  }
  out.push(`${indent}<${node.name}${attributes}>\n`);
  for (const child of node.children) write(child, `${indent}  `, out);
  out.push(`${indent}</${node.name}>\n`);
}

/** The document as text, indented by two blanks, lines ended by LF. Same tree, same text. */
export function writeXmlTree(root: XmlNode): string {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  write(root, '', out);
  return out.join('');
}
