import type { XmlAttributes } from './xml-attributes.js';

/** What a reader of XML is told, in document order. Names are local: `ns2:Ntry` is `Ntry`. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes, line: number): void;
  /** Text and CDATA between tags; may come in several pieces. */
  text(text: string): void;
  close(name: string): void;
}

/** Bounds within which every bank's file lies, and hostile files do not. */
export interface XmlLimits {
  readonly maxDepth: number;
  /** Longest tag, comment or run of text, in characters. */
  readonly maxTokenChars: number;
}
