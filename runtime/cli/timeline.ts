import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';

/** A call's course for people: one line for each node, prompt, key and exit, with the time since it began. */
export function timeline(events: readonly CallEvent[]): readonly string[] {
  const startMs = events[0]?.atMs ?? 0;
  return events.flatMap((event) => timelineLine(event, startMs) ?? []);
}

/** One line of it; undefined for an event that tells people nothing. */
export function timelineLine(event: CallEvent, startMs: number): string | undefined {
  const words = wordsOf(event);
  return words === undefined ? undefined : `${clockTime(event.atMs - startMs)}  ${words}`;
}

function wordsOf(event: CallEvent): string | undefined {
  switch (event.type) {
    case 'call.started':
      return `call from ${event.caller.number} to ${event.called}`;
    case 'call.answered':
      return 'answered';
    case 'step.entered':
      return `${event.nodeId} (${event.step})`;
    case 'operation.started': {
      const text = textIn(event.details ?? null);
      if (event.kind === 'dial') return `  rings ${ringing(event.details ?? null)}`;
      if (event.kind === 'bridge') return '  connected';
      if (event.kind === 'afterwards') return `  afterwards ${textIn(event.details ?? null, 'job')}`;
      return text === '' ? undefined : `  says "${text}"`;
    }
    case 'recording.started':
      return 'recording';
    case 'key.pressed':
      return `  key ${plain(event.key)}`;
    case 'operation.finished':
      return event.kind === 'record' ? `  recorded ${plain(event.result)}` : undefined;
    case 'variable.set':
      return `  ${event.name} = ${plain(event.value)}`;
    case 'log.written':
      return `  ${event.level}: ${event.message}`;
    case 'step.left':
      return `  leaves by ${event.exit}${event.data === undefined ? '' : ` ${plain(event.data)}`}`;
    case 'call.resumed':
      return `gone on with after ${event.gapMs} ms`;
    case 'call.ended':
      return `ended by ${event.end.by}${event.end.message === undefined ? '' : `: ${event.end.message}`}`;
    case 'checkpoint.written':
      return undefined;
  }
}

function ringing(details: Json): string {
  const labels = details === null || typeof details !== 'object' ? undefined : (details as JsonObject).ringing;
  return Array.isArray(labels) && labels.length > 0 ? labels.join(', ') : textIn(details, 'to');
}

function textIn(details: Json, field = 'text'): string {
  const value = details === null || typeof details !== 'object' ? '' : (details as JsonObject)[field];
  return typeof value === 'string' ? value : '';
}

/** A value as JSON; a sealed one as stars. */
function plain(value: Json): string {
  if (value !== null && typeof value === 'object' && '$sealed' in value) return '***';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `2:05.300`, minutes without an upper end. */
function clockTime(ms: number): string {
  const seconds = ((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0');
  return `${Math.floor(ms / 60_000)}:${seconds}`;
}
