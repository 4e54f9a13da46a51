import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { findBrowser } from '../../runtime/setup/browser.mjs';

export interface TestBrowserOptions {
  /** A WAV file that the page hears as its microphone, from the beginning of each recording, over and over. */
  readonly microphone?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** False on a machine that has no Chromium and can't get one; the setup has said so. */
export const hasBrowser: boolean = findBrowser() !== undefined;

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A container's /dev/shm is small.
  '--disable-dev-shm-usage',
];
// A call to this machine works also where it has no network.
const telephone = [
  '--allow-loopback-in-peer-connection',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A real, headless Chromium without a past: its user data are in a folder that `close` removes. */
export async function launchBrowser(options: TestBrowserOptions = {}): Promise<TestBrowser> {
  const found = findBrowser();
  if (found === undefined) throw new Error('There is no Chromium here: run `node runtime/setup.mjs test`.');
  const { microphone, viewport = { width: 1280, height: 800 }, colorScheme = 'light' } = options;
  const folder = await mkdtemp(join(tmpdir(), 'pc-browser-'));
  const env: Record<string, string> = { ...(process.env as Record<string, string>), HOME: folder };
  if (found.root !== undefined) Object.assign(env, await extracted(found.root, found.libraries, folder));
  try {
    const context = await chromium.launchPersistentContext(join(folder, 'data'), {
      executablePath: found.program,
      headless: true,
      // Root can't have the sandbox, and an extracted Chromium has no helper for it.
      chromiumSandbox: false,
      args: [
        ...quiet,
        ...telephone,
        ...(microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphone}`]),
      ],
      viewport,
      colorScheme,
      permissions: ['microphone'],
      env,
    });
    return {
      context,
      async close() {
        await context.close();
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** One browser for all tests of a file: `const browser = useBrowser();` then `browser().newPage()`. */
export function useBrowser(options: TestBrowserOptions = {}): () => BrowserContext {
  let running: TestBrowser | undefined;
  beforeAll(async () => {
    running = await launchBrowser(options);
  });
  afterAll(async () => {
    await running?.close();
  });
  return () => {
    if (running === undefined) throw new Error('The browser runs only while tests do.');
    return running.context;
  };
}

/** Parts of the C library, which must be those of this machine's loader. */
const ofLoader =
  /^(ld-|lib(c|m|pthread|dl|rt|resolv|anl|util|mvec|nsl|thread_db|BrokenLocale|c_malloc_debug|memusage|pcprofile|nss_\w+)\.so)/;

/**
 * Nothing of an extracted Chromium is where it was built to be, so its libraries and fonts are named. It starts itself
 * again for each of its processes: that rules out the tree's own loader, by which other programs of trees are started.
 */
async function extracted(root: string, libraries: readonly string[], folder: string): Promise<Record<string, string>> {
  const linked = join(folder, 'libraries');
  await mkdir(linked);
  for (const from of libraries) {
    const names = (await readdir(from)).filter((name) => /\.so(\.|$)/.test(name) && !ofLoader.test(name));
    for (const name of names) await symlink(join(from, name), join(linked, name)).catch(() => {});
  }
  const fonts = join(folder, 'fonts.conf');
  const places = `<dir>${join(root, 'usr/share/fonts')}</dir><cachedir>${join(folder, 'fonts')}</cachedir>`;
  await writeFile(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${places}</fontconfig>`,
  );
  return { LD_LIBRARY_PATH: linked, FONTCONFIG_FILE: fonts };
}
