import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Notes in every page how loud its sounds really are, and how often somebody pressed the mouse. What an element plays
 * is measured beside what goes to the loudspeaker, so a sound that is only said to play counts as silence.
 */
const script = `(() => {
  globalThis.loudestHeard = 0;
  addEventListener('pointerdown', () => globalThis.personClicked(), true);
  const listen = (element) => {
    const context = new AudioContext();
    const meter = context.createAnalyser();
    context.createMediaStreamSource(element.captureStream()).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    const timer = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      for (const sample of samples) globalThis.loudestHeard = Math.max(globalThis.loudestHeard, Math.abs(sample));
    }, 20);
    for (const end of ['ended', 'pause', 'emptied']) element.addEventListener(end, () => clearInterval(timer));
  };
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    this.addEventListener('playing', () => listen(this), { once: true });
    return play.call(this);
  };
})();`;

export interface PageWatch {
  /** Presses of the mouse so far, in all pages. */
  clicks(): number;
}

/** To be called before the pages are opened. */
export async function watchPages(context: BrowserContext): Promise<PageWatch> {
  let clicks = 0;
  await context.exposeBinding('personClicked', () => {
    clicks++;
  });
  await context.addInitScript(script);
  return { clicks: () => clicks };
}

/** Does what should be heard, and waits until the page really gives a sound. */
export async function untilHeard(page: Page, act: () => Promise<void>): Promise<void> {
  await page.evaluate('globalThis.loudestHeard = 0');
  await act();
  await expect.poll(() => page.evaluate('globalThis.loudestHeard'), { timeout: 10_000 }).toBeGreaterThan(0.02);
}
