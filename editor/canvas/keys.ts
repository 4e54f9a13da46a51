/** Something a person can do, by key, menu or command palette. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** Such as `mod+shift+z`, `alt+arrowleft`, `?`; the first one is shown. */
  readonly keys: readonly string[];
  run(): void;
}

/** Whether the keys go into a text, or to a control that has a use for them. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="dialog"], [role="menu"], [data-own-keys]') !== null
  );
}

export function commandFor(commands: readonly Command[], event: KeyboardEvent): Command | undefined {
  const pressed = keyOf(event);
  return commands.find(({ keys }) => keys.includes(pressed));
}

function keyOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  // With Alt, some keyboards write another letter.
  const name = altKey && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key.toLowerCase();
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase();
  const parts = [ctrlKey || metaKey ? 'mod' : '', altKey ? 'alt' : '', shiftKey && !isSign ? 'shift' : '', name];
  return parts.filter((part) => part !== '').join('+');
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.userAgent);
const SIGNS: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: isMac ? '⇧' : 'Shift',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  delete: 'Del',
  escape: 'Esc',
};

/** A key combination as it is written for people, part by part. */
export const shownKeys = (keys: string): readonly string[] =>
  (keys === '+' ? ['+'] : keys.split('+')).map(
    (part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : (part[0] ?? '').toUpperCase() + part.slice(1)),
  );
