/** A section as Asterisk understands it: options of its templates first, names in small letters as they may repeat. */
export interface ReadSection {
  readonly name: string;
  readonly options: ReadonlyArray<readonly [name: string, value: string]>;
}

/**
 * Reads the text of an Asterisk configuration file whose includes are in it already. Rules of main/config.c: `;` begins
 * a comment unless a backslash stands before it, `;--` one of several lines, `[x](!)` is a template and `[y](x)` begins
 * with its options, `[y](+)` adds to the section before of that name.
 */
export function readConf(text: string): ReadSection[] {
  const sections: { name: string; isTemplate: boolean; options: [string, string][] }[] = [];
  let current: (typeof sections)[number] | undefined;
  for (const line of withoutComments(text).split(/\r?\n/)) {
    const [, name, more] = /^\s*\[([^\]]*)\](?:\(([^)]*)\))?/.exec(line) ?? [];
    if (name !== undefined) {
      const words = (more ?? '').split(',').map((word) => word.trim());
      const same = words.includes('+') ? sections.findLast((section) => section.name === name) : undefined;
      const inherited = words.flatMap((word) => sections.find((section) => section.name === word)?.options ?? []);
      current = same ?? { name, isTemplate: words.includes('!'), options: [...inherited] };
      if (same === undefined) sections.push(current);
      continue;
    }
    const [, option, value] = /^\s*([^=;[\]]+?)\s*\+?=>?\s*(.*?)\s*$/.exec(line) ?? [];
    if (option !== undefined && value !== undefined) {
      current?.options.push([option.toLowerCase(), value.replaceAll('\\;', ';')]);
    }
  }
  return sections.filter(({ isTemplate }) => !isTemplate).map(({ name, options }) => ({ name, options }));
}

const withoutComments = (text: string): string =>
  text.replaceAll(/(?<!\\);--(?!-)[\s\S]*?--;/g, '').replaceAll(/(?<!\\);.*$/gm, '');

/** The last of an option, as it counts for all that can't repeat. */
export const optionOf = ({ options }: ReadSection, name: string): string | undefined =>
  options.findLast(([option]) => option === name)?.[1];
