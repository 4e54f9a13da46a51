import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issueCodes } from '#runtime/flow/issue';

const folders = ['flow', 'publishing'].map((name) => join(import.meta.dirname, '../../runtime', name));

test('the codes that the source gives are the codes that are documented', () => {
  const given = new Set<string>();
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => ({ folder, file })));
  for (const { folder, file } of files) {
    if (!/^(validate|read-flow|migrate|constant-|publish)/.test(file)) continue;
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, code] of source.matchAll(/(?:code: |\b(?:error|refuse)\(\s*|\? )'([a-z]+(?:-[a-z]+)+)'/g))
      given.add(String(code));
    for (const [, code] of source.matchAll(/ : '([a-z]+-[a-z]+)', severity/g)) given.add(String(code));
  }
  expect([...given].sort()).toEqual(Object.keys(issueCodes).sort());
});
