/**
 * Writes Asterisk configuration files. Rules from Asterisk's main/config.c, proven by a round trip through a real
 * Asterisk: only `;` needs a backslash; a control character, a blank at either end or a line over 8190 bytes cannot
 * be expressed and would change the meaning of the file silently, so it is refused here.
 */

export type ConfValue = string | number | boolean;

export interface ConfSection {
  name: string;
  /** In the order they are written; a name may repeat (`match`, `load`). An undefined value is left out. */
  options: ReadonlyArray<readonly [name: string, value: ConfValue | undefined]>;
}

export class ConfError extends Error {
  readonly code: 'conf-name' | 'conf-control-character' | 'conf-blank' | 'conf-too-long' | 'conf-list-item';

  constructor(code: ConfError['code'], message: string) {
    super(message);
    this.name = 'ConfError';
    this.code = code;
  }
}

const maxLineBytes = 8190;
const sectionName = /^[A-Za-z0-9_-]{1,79}$/;
/** Some begin with a digit: `100rel`. */
const optionName = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,79}$/;

/** The text of one file; ends with a newline. */
export function confFile(sections: readonly ConfSection[]): string {
  return sections.map(confSection).join('\n');
}

function confSection(section: ConfSection): string {
  if (!sectionName.test(section.name)) {
    throw new ConfError('conf-name', `A section can't be called ${JSON.stringify(section.name)}.`);
  }
  const lines = section.options.flatMap(([name, value]) => (value === undefined ? [] : [confLine(name, value)]));
  return `${[`[${section.name}]`, ...lines].join('\n')}\n`;
}

/** `name = value`. The blank matters: Asterisk eats the `>` of `name =>value`. */
export function confLine(name: string, value: ConfValue): string {
  if (!optionName.test(name)) throw new ConfError('conf-name', `An option can't be called ${JSON.stringify(name)}.`);
  const line = `${name} = ${escaped(name, value)}`;
  if (new TextEncoder().encode(line).length > maxLineBytes) {
    throw new ConfError('conf-too-long', `${name} is too long: a line holds ${maxLineBytes} bytes.`);
  }
  return line;
}

/** The items of a list option (`allow`, `match`, `aors`): a comma inside an item would make two of it. */
export function confList(items: readonly string[]): string {
  for (const item of items) {
    if (item === '' || item.includes(',')) {
      throw new ConfError('conf-list-item', `${JSON.stringify(item)} can't be an item of a list.`);
    }
  }
  return items.join(',');
}

function escaped(name: string, value: ConfValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new ConfError('conf-control-character', `${name} contains a line break or another control character.`);
  }
  if (text.startsWith(' ') || text.endsWith(' ')) {
    throw new ConfError('conf-blank', `${name} begins or ends with a blank, which Asterisk would drop.`);
  }
  return text.replaceAll(';', '\\;');
}
