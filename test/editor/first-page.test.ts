import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packageRoot } from '#runtime/package-root';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser();

test.runIf(hasBrowser)('the first page loads less than 350 KB, and nothing that only other pages use', async () => {
  const assets: string[] = [];
  browser().on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/assets/')) assets.push(pathname);
  });
  const page = await signedIn(browser(), instance());
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
  await page.waitForLoadState('networkidle');
  const bytes = [...new Set(assets)].map((path) => ({
    path,
    // Fonts are compressed already.
    bytes: packed(readFileSync(join(packageRoot(), 'dist', 'editor', path)), path),
  }));
  const total = bytes.reduce((sum, each) => sum + each.bytes, 0);
  console.log(`first page: ${(total / 1_000).toFixed(0)} kB gzipped in ${bytes.length} files`);
  expect(total).toBeLessThan(350_000);
  expect(assets.join(' ')).not.toMatch(/JsSIP|wavesurfer|code-editor|flow-view/i);
});

const packed = (content: Buffer, path: string): number =>
  path.endsWith('.woff2') ? content.length : gzipSync(content).length;
