import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descend, element, nest, parseXmlTree, textAt, writeXmlTree } from './xml-tree.js';
import type { XmlNode } from './xml-tree.js';

/** The tree without the places of its elements, which writing moves. */
function placeless({ name, attributes, children, text }: XmlNode): unknown {
  return { name, attributes, text, children: children.map(placeless) };
}

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.-]{0,8}$/);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((one) => /^[^\p{Cc}\p{Cs}\p{Cn}\ufffe\uffff\s]+$/u.test(one));

const { tree } = fc.letrec<{ tree: XmlNode }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(name, text).map(([leaf, content]) => element(leaf, content)),
    fc
      .tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 4 }))
      .map(([holder, children]) => element(holder, children)),
  ),
}));

describe('XML tree', () => {
  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(tree, (root) => {
        expect(placeless(parseXmlTree(writeXmlTree(root)))).toEqual(placeless(root));
      }),
    );
  });

  it('finds texts by a path of local names, with their lines', () => {
    const root = parseXmlTree('<p:A xmlns:p="x">\n <p:B/>\n <p:B><p:C> 5\n</p:C></p:B>\n</p:A>');
    expect(textAt(root, 'B', 'C')).toBeNull();
    expect(root.children[1]?.line).toBe(3);
    expect(textAt(root.children[1], 'C')).toBe('5');
    expect(descend(root, 'X', 'Y')).toBeUndefined();
  });

  it('keeps blanks between pieces of a text', () => {
    expect(textAt(parseXmlTree('<a>one<![CDATA[ ]]>two</a>'))).toBe('one two');
  });

  it('nests elements around a text', () => {
    expect(writeXmlTree(nest('Id', 'Othr')('5 & 6'))).toContain('<Othr>5 &amp; 6</Othr>');
  });

  it('refuses more elements than its bound', () => {
    const large = `<a>${'<b/>'.repeat(100)}</a>`;
    expect(() => parseXmlTree(large, 100)).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(parseXmlTree(large, 101).children).toHaveLength(100);
  });
});
