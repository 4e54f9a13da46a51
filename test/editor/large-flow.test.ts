import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 900 } });
let page: Page;

/** 500 nodes in rows of 20, each wired to the next. */
const large = Flow.parse({
  schemaVersion: 1,
  id: 'large',
  name: 'Large',
  nodes: Array.from({ length: 500 }, (_, index) => ({
    id: index === 0 ? 'start' : `n${index}`,
    step: index === 0 ? 'incoming-call' : index % 5 === 0 ? 'menu' : 'play',
    position: { x: (index % 20) * 352, y: Math.floor(index / 20) * 240 },
    settings: index === 0 ? {} : index % 5 === 0 ? menu(index) : { sounds: [{ say: `Sentence number ${index}.` }] },
  })),
  edges: Array.from({ length: 499 }, (_, index) => ({
    from: index === 0 ? 'start' : `n${index}`,
    exit: index > 0 && index % 5 === 0 ? 'options:a' : 'next',
    to: `n${index + 1}`,
  })),
});

function menu(index: number) {
  return { prompt: { say: `Menu ${index}` }, options: [{ id: 'a', key: '1', label: 'Onward' }] };
}

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  expect((await request(page, 'POST', '/api/flows', { flow: large })).status).toBe(201);
  await page.goto(`${instance().supervisor.status().address}/flows/large`);
  await page.locator('[data-node="n499"]').waitFor({ state: 'attached' });
  await page.waitForTimeout(1_500);
});

test.runIf(hasBrowser)('panning a flow of 500 nodes draws no node anew', async () => {
  await page.evaluate(() => {
    const seen = { count: 0 };
    const observer = new MutationObserver((changes) => {
      seen.count += changes.length;
    });
    for (const node of document.querySelectorAll('.react-flow__node'))
      observer.observe(node, { childList: true, subtree: true, attributes: true, characterData: true });
    Object.assign(globalThis, { seen });
  });
  await page.mouse.move(900, 500);
  const spent = await scripting(80, (frame) => page.mouse.wheel(frame % 2 === 0 ? 24 : -8, 12));
  expect(await page.evaluate(() => (globalThis as unknown as { seen: { count: number } }).seen.count)).toBe(0);
  report('panning 500 nodes', spent);
});

test.runIf(hasBrowser)('dragging one of 500 nodes draws only that one anew', async () => {
  const node = page.locator('[data-node="n2"]');
  const others = await page.evaluate(() => {
    const seen = new Set<string>();
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const id = (target instanceof Element ? target : target.parentElement)
          ?.closest('[data-node]')
          ?.getAttribute('data-node');
        if (id) seen.add(id);
      }
    });
    for (const each of document.querySelectorAll('[data-node]'))
      observer.observe(each, { childList: true, subtree: true, characterData: true });
    Object.assign(globalThis, { drawn: seen });
    return seen.size;
  });
  expect(others).toBe(0);
  const box = await node.boundingBox();
  if (box === null) throw new Error('The node is not on the screen.');
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  const spent = await scripting(40, (step) => page.mouse.move(box.x + 62 + step * 2, box.y + 21 + step));
  await page.mouse.up();
  await page.waitForTimeout(300);
  const drawn = await page.evaluate(() => [...(globalThis as unknown as { drawn: Set<string> }).drawn]);
  expect(drawn.filter((id) => id !== 'n2')).toEqual([]);
  report('dragging one of 500 nodes', spent);
});

/** Scripting in ms of each frame in which `act` is done once, by Chromium's own count. */
async function scripting(frames: number, act: (frame: number) => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const scriptMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1_000;
  };
  const spent: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const before = await scriptMs();
    await act(frame);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    spent.push((await scriptMs()) - before);
  }
  await session.detach();
  return spent;
}

const report = (what: string, spent: readonly number[]) =>
  console.log(
    `${what}: scripting p50 ${percentile(spent, 50).toFixed(1)}, p95 ${percentile(spent, 95).toFixed(1)} ms a frame`,
  );

const percentile = (values: readonly number[], of: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * of) / 100))] ?? 0;
