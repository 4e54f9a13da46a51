import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6575; --paper: #f6f4ef; --card: #fff; --line: #dfdbd1; --cord: #b84a33; --on: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceff4; --soft: #9aa6b8; --paper: #14181f; --card: #1c222c; --line: #2d3643; --cord: #ec8067; --on: #14181f }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif }
main { width: min(38rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 2.5rem }
svg { display: block; width: 100%; height: auto; margin: 0 0 1.75rem; color: var(--cord) }
svg text { fill: var(--ink); font: 600 12px system-ui, sans-serif; text-anchor: middle }
svg rect { fill: var(--paper); stroke: var(--line); stroke-width: 1.5 }
svg path { fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round }
svg circle { fill: currentColor }
h1 { margin: 0 0 .5rem; font-size: 1.7rem; line-height: 1.2; letter-spacing: -.01em }
p { margin: .75rem 0; color: var(--soft) }
code { padding: .15em .45em; border-radius: .35rem; background: var(--paper); color: var(--ink); font-size: .92em }
a { color: var(--cord) }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; margin-top: 1.25rem }
button { margin-top: 1.25rem; padding: .7rem 1.4rem; border: 0; border-radius: .6rem; background: var(--cord); color: var(--on); font: 600 1rem system-ui, sans-serif; cursor: pointer }
button:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px }
`;

/** What the content security policy allows besides our own files: exactly the style of these pages. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const DRAWING = `<svg viewBox="0 0 480 96" role="img" aria-label="A drawing: a cord leads from an incoming call to a menu, and on to sales or support.">
<rect x="1" y="30" width="106" height="36" rx="9"/><rect x="184" y="30" width="104" height="36" rx="9"/>
<rect x="373" y="4" width="106" height="36" rx="9"/><rect x="373" y="56" width="106" height="36" rx="9"/>
<path d="M107 48H184"/><path d="M288 48C335 48 328 22 373 22"/><path d="M288 48C335 48 328 74 373 74"/>
<circle cx="107" cy="48" r="5"/><circle cx="288" cy="48" r="5"/>
<text x="54" y="52">A call</text><text x="236" y="52">Menu</text>
<text x="426" y="26">1 Sales</text><text x="426" y="78">2 Support</text></svg>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${title} - Patchcord</title><style>${STYLE}</style></head>
<body><main>${DRAWING}${body}</main></body></html>
`;

/** Answers with a page for people. */
export const sendPage = (reply: FastifyReply, html: string): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .serializer((text) => String(text))
    .send(html);

/** Stands in for the editor where it was not built. */
export const homePage = (): string =>
  page(
    'Running',
    `<h1>Patchcord is running</h1>
<p>The editor is not built. In a checkout <code>npm start</code> builds it; calls and the command line work without it.</p>
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );

export const signedOutPage = (): string =>
  page(
    'Sign in',
    `<h1>You are not signed in</h1>
<p>Patchcord has no passwords. A link signs you in, once, within 15 minutes. <code>npx patchcord sign-in</code> prints one
on the machine where it runs.</p>`,
  );

/** Signing in takes a press of the button, so that the preview of a link in a chat does not use it up. */
export const signInPage = (token: string): string =>
  page(
    'Sign in',
    `<h1>Sign in to Patchcord</h1>
<p>This link works once, for this browser.</p>
<form method="post" action="/sign-in"><input type="hidden" name="token" value="${token}"><button>Sign in</button></form>`,
  );

export const badLinkPage = (): string =>
  page(
    'Sign in',
    `<h1>This link does not work any more</h1>
<p>A link signs in once, within 15 minutes. <code>npx patchcord sign-in</code> prints a new one.</p>`,
  );
