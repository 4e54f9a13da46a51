import type { Flow } from '#runtime/flow/schema';

const RESERVED = new Set(['vars', 'steps', 'call', 'caller']);

/** A node id made of its step's name, that the flow does not have yet: `menu`, `menu2`. */
export function freshNodeId(flow: Flow, step: string, taken: ReadonlySet<string> = new Set()): string {
  const words = (step.split('/').at(-1) ?? step).split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const camel = words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('');
  const base = /^[a-z]/.test(camel) ? camel.slice(0, 50) : `step${camel.slice(0, 40)}`;
  const used = new Set([...flow.nodes.map(({ id }) => id), ...taken, ...RESERVED]);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}${n}`;
    if (!used.has(id)) return id;
  }
}

/** An opaque id for a list item, a note or a frame. */
export function freshItemId(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => letters[byte % letters.length]).join('');
}
