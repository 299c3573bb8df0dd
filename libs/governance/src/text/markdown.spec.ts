import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf } from './markdown.js';

describe('a text in Markdown', () => {
  it('has paragraphs, lists, tables, and headings below those of the page', () => {
    expect(htmlOf('# Why\n\n- one\n- *two*')).toBe(
      '<h3>Why</h3>\n<ul>\n<li>one</li>\n<li><em>two</em></li>\n</ul>\n',
    );
    expect(htmlOf('|a|\n|-|\n|b|')).toContain('<td>b</td>');
  });

  it('keeps HTML as text', () => {
    expect(htmlOf('<script>alert(1)</script> <img src=x onerror=alert(1)>')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>\n',
    );
  });

  it('links to http, https and mailto, and says that it vouches for none', () => {
    expect(htmlOf('[a](https://coop.example/?q="x")')).toBe(
      '<p><a href="https://coop.example/?q=%22x%22" rel="nofollow noopener">a</a></p>\n',
    );
    expect(htmlOf('<ada@coop.example>')).toContain('href="mailto:ada@coop.example"');
    for (const where of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java&#10;script:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      '/pages/my-data',
      '//evil.example',
    ]) {
      expect(htmlOf(`[a](${where})`)).not.toContain('href');
      expect(htmlOf(`[a][b]\n\n[b]: ${where}`)).not.toContain('href');
    }
  });

  it('is shown as it was written where showing more would take too long', () => {
    const table = `${'|a'.repeat(120)}\n${'|-'.repeat(120)}|\n${'b\n'.repeat(20_000)}`;
    expect(htmlOf(table)).toBe(`<pre>${table}</pre>\n`);
    const marks = `*a* ${'[a](b "'.repeat(1_200)}`;
    expect(htmlOf(`${marks}\n\n*short*`)).toBe(
      `<p>${marks.replaceAll('"', '&quot;')}</p>\n<p><em>short</em></p>\n`,
    );
    const line = '*a*\n\n';
    expect(htmlOf(line.repeat(9_900))).toContain('<em>');
    expect(htmlOf('`&`\n\n'.repeat(10_000))).toMatch(/^<pre>/);
    const shared = { left: 5 };
    expect(['*a*', '*b*'].map((text) => htmlOf(text, shared))).toEqual([
      '<p><em>a</em></p>\n',
      '<pre>*b*</pre>\n',
    ]);
  });

  it('loads no image', () => {
    const shown = htmlOf('![a](https://spy.example/x.png) ![b][c]\n\n[c]: https://spy.example/y');
    expect(shown).not.toContain('<img');
    expect(shown).toContain('href="https://spy.example/x.png"');
  });

  it('holds no element or attribute but its own, whatever is written', () => {
    const odd = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '*',
        '_',
        '[',
        ']',
        '(',
        ')',
        '!',
        '#',
        '|',
        '\\',
        '/',
        ':',
        '\n',
        ' ',
        '-',
        'a',
        'o',
        'n',
        'j',
        's',
        '=',
        'x',
      ),
    });
    const plain =
      'p|em|strong|code|pre|ul|ol|li|blockquote|h[3-6]|hr|br|s|table|thead|tbody|tr|th|td';
    const attributes = ' start="\\d+"| style="text-align:\\w+"| class="language-[^"<>]*"';
    const linked = '<a href="(https?:|mailto:)[^"<>]*"( title="[^"<>]*")? rel="nofollow noopener">';
    const own = new RegExp(`</?(${plain})(${attributes})*>|${linked}|</a>`, 'g');
    fc.assert(
      fc.property(odd, (text) => {
        expect(htmlOf(text).replaceAll(own, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 300 },
    );
  });
});
