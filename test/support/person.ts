import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Instance } from './instance.ts';

/** Signs the owner in as a person does: opens the link, presses the button. Gives the page that comes then. */
export async function signedIn(context: BrowserContext, instance: Instance): Promise<Page> {
  const { address } = instance.supervisor.status();
  const token = (await readFile(instance.supervisor.config.tokenFile, 'utf8')).trim();
  const answer = await fetch(`${address}/api/sign-in-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const { url } = (await answer.json()) as { url: string };
  const page = await context.newPage();
  await page.goto(url);
  await Promise.all([page.waitForURL(`${address}/`), page.getByRole('button', { name: 'Sign in' }).click()]);
  return page;
}

/** A request of the page's own, with its cookie and Origin. */
export async function request<T>(
  page: Page,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const answer = await fetch(path, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
    { method, path, body: body === undefined ? undefined : JSON.stringify(body) },
  ) as Promise<{ status: number; body: T }>;
}
