import type { CallEvent } from '#runtime/flow/record';

/** Names an event well enough to know it again when it comes by another way. */
function nameOf(event: CallEvent): string {
  const parts: unknown[] = [event.type, event.atMs];
  if ('seq' in event) parts.push(event.seq);
  if ('n' in event) parts.push(event.n);
  if (event.type === 'variable.set') parts.push(event.name);
  if (event.type === 'log.written') parts.push(event.message);
  if (event.type === 'key.pressed') parts.push(JSON.stringify(event.key));
  return parts.join(' ');
}

/** What a call's record holds, and what was heard of since. */
export function mergeEvents(recorded: readonly CallEvent[], heard: readonly CallEvent[]): readonly CallEvent[] {
  const known = new Set(recorded.map(nameOf));
  const fresh = heard.filter((event) => !known.has(nameOf(event)));
  return fresh.length === 0 ? recorded : [...recorded, ...fresh];
}
