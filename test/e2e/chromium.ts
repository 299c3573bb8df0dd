import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import type { Result } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where this machine has a Chromium, as Debian's package `chromium`; null where it has none. */
export const chromiumPath: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram) ?? null;

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '' });

/** The narrowest telephone's width and a common one's by day, and a desk's by night. */
const dresses = [
  { width: 320, colorScheme: 'light' },
  { width: 360, colorScheme: 'light' },
  { width: 1_200, colorScheme: 'dark' },
] as const;

const complaintOf = ({ id, nodes }: Result): string =>
  `${id}: ${nodes.map(({ html }) => html).join(' ')}`;

/** What axe finds with everything open, and whether the page is wider than the screen: there. */
const look = `(async () => {
  for (const closed of document.querySelectorAll('details')) closed.open = true;
  const { scrollWidth, clientWidth } = document.documentElement;
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  return { violations, isTooWide: scrollWidth > clientWidth };
})()`;

async function found(page: Page): Promise<string[]> {
  const seen = await page.evaluate<{ violations: Result[]; isTooWide: boolean }>(look);
  return [
    ...seen.violations.map(complaintOf),
    ...(seen.isTooWide ? ['wider than the screen'] : []),
  ];
}

/** Looks at what a browser was shown: axe is a script, and some of its pages run none. */
export class Inspection {
  readonly complaints: string[] = [];

  private constructor(private readonly beside: Page) {}

  static async open(browser: Browser): Promise<Inspection> {
    return new Inspection(await browser.newPage());
  }

  /** What is wrong with it for people, and for what reads to them, is a complaint. */
  async of(page: Page): Promise<void> {
    await this.beside.setContent(await page.content());
    await this.beside.evaluate(axe.source);
    for (const dress of dresses) {
      const { width, colorScheme } = dress;
      await this.beside.setViewportSize({ width, height: 800 });
      await this.beside.emulateMedia({ colorScheme });
      const where = `${new URL(page.url()).pathname} at ${width}, ${colorScheme}`;
      for (const complaint of await found(this.beside)) {
        this.complaints.push(`${where}: ${complaint}`);
      }
    }
  }
}
