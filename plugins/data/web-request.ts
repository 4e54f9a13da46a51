import type { Prompt } from 'patchcord/flow';
import type { HttpRequest, JsonObject, StepContext } from 'patchcord/step';

/** What of the settings of `http-request` makes the request. */
export interface WebRequestSettings {
  readonly method: string;
  readonly url: string;
  readonly query: readonly { readonly name: string; readonly value: string }[];
  readonly headers: readonly {
    readonly name: string;
    readonly value: string;
    readonly key?: { readonly secret: string } | undefined;
  }[];
  readonly bodyKind: 'none' | 'json' | 'text';
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  readonly timeoutMs: number;
  readonly filler?: Prompt | undefined;
}

type Context = Pick<StepContext<WebRequestSettings>, 'settings' | 'secret' | 'evaluate'>;

/** The request of a node, with its secrets in it: nothing may write it down. */
export async function requestOf(ctx: Context): Promise<HttpRequest> {
  const { method, url, query, headers, bodyKind, fields, text, timeoutMs, filler } = ctx.settings;
  const named: Record<string, string> = {};
  if (bodyKind === 'json') named['Content-Type'] = 'application/json';
  if (bodyKind === 'text') named['Content-Type'] = 'text/plain; charset=utf-8';
  for (const { name, value, key } of headers) {
    // A type of your own takes the place of ours.
    if (name.toLowerCase() === 'content-type') delete named['Content-Type'];
    named[name] = key === undefined ? value : value + (await ctx.secret(key.secret));
  }
  const body = (): JsonObject => Object.fromEntries(fields.map(({ name, value }) => [name, ctx.evaluate(value)]));
  return {
    method,
    url: withQuery(url.trim(), query),
    headers: named,
    ...(bodyKind === 'json' ? { body: JSON.stringify(body()) } : bodyKind === 'text' ? { body: text } : {}),
    timeoutMs,
    once: method !== 'GET',
    filler: filler === undefined ? {} : { sound: filler },
  };
}

function withQuery(url: string, query: WebRequestSettings['query']): string {
  if (query.length === 0) return url;
  const [address = '', part] = url.split('#', 2);
  const added = query.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${added}${part === undefined ? '' : `#${part}`}`;
}
