import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfError, confFile, confLine, confList } from '#asterisk-config/conf';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { askAmi } from '../support/ami.ts';
import { startPrivateAsterisk } from '../support/asterisk.ts';

let asterisk: RunningAsterisk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-conf-'));
  asterisk = await startPrivateAsterisk({ folder });
});
afterAll(async () => {
  await asterisk.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a real Asterisk reads from a file of ours: the values in their order. */
async function readBack(text: string): Promise<{ sections: string[]; options: string[] }> {
  await writeFile(join(folder, 'etc', 'oracle.conf'), text);
  const reply = await askAmi(asterisk.ami, { Action: 'GetConfig', Filename: 'oracle.conf' });
  const values = (prefix: string) => reply.filter(([name]) => name.startsWith(prefix)).map(([, value]) => value);
  return { sections: values('Category-'), options: values('Line-') };
}

/** Text rich in what means something to Asterisk's parser. */
const piece = fc.oneof(
  fc.constantFrom(
    ';',
    '\\',
    '\\;',
    ';--',
    '--;',
    '[',
    ']',
    '[x]',
    '#include x',
    '#exec x',
    '=>',
    '>',
    '=',
    '"',
    "'",
    '$[1]',
    ',',
    '|',
    '(!)',
    '+=',
    '  ',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

function isRefused(text: string): boolean {
  try {
    confLine('x', text);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfError);
    return true;
  }
}

test('whatever value the writer accepts, a real Asterisk reads back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (values) => {
      const accepted = values.filter((text) => !isRefused(text));
      const options = accepted.map((text, index) => [`o${index}`, text] as const);
      const read = await readBack(
        confFile([
          { name: 'oracle', options },
          { name: 'after', options: [] },
        ]),
      );
      expect(read.sections).toEqual(['oracle', 'after']);
      expect(read.options).toEqual(options.map(([name, text]) => `${name}=${text}`));
    }),
    { numRuns: 60 },
  );
});

test('a value is refused exactly when a configuration line cannot carry it', () => {
  fc.assert(
    fc.property(value, (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      const impossible = /[\u0000-\u001f\u007f]/.test(text) || text.startsWith(' ') || text.endsWith(' ');
      expect(isRefused(text)).toBe(impossible);
    }),
  );
});

test.each([
  ['a line break', 'x\n[evil]\ntype=endpoint', 'conf-control-character'],
  ['a carriage return', 'x\rtype=endpoint', 'conf-control-character'],
  ['a NUL', 'x\u0000y', 'conf-control-character'],
  ['a blank at the end', 'secret ', 'conf-blank'],
  ['more than a line holds', 'x'.repeat(8190), 'conf-too-long'],
])('%s is refused', (_what, text, code) => {
  expect(() => confLine('password', text)).toThrow(expect.objectContaining({ code }));
});

test('the longest line that is accepted is read back whole', async () => {
  const longest = 'x'.repeat(8190 - 'o = '.length);
  expect((await readBack(confFile([{ name: 'a', options: [['o', longest]] }]))).options).toEqual([`o=${longest}`]);
});

test('a name of a section or an option that could change the file is refused', () => {
  for (const name of ['', 'a]', 'a b', 'a\nb', '../x', 'x'.repeat(80)]) {
    expect(() => confFile([{ name, options: [] }])).toThrow(expect.objectContaining({ code: 'conf-name' }));
  }
  for (const name of ['', '[x', '#include', 'a=b', ';x', 'a b']) {
    expect(() => confLine(name, 'v')).toThrow(expect.objectContaining({ code: 'conf-name' }));
  }
});

test('an item of a list can hold no comma', () => {
  expect(confList(['ulaw', 'alaw'])).toBe('ulaw,alaw');
  expect(() => confList(['10.0.0.1,0.0.0.0/0'])).toThrow(expect.objectContaining({ code: 'conf-list-item' }));
});
