import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallEvent } from '#runtime/flow/record';
import { CallJournals } from '#runtime/session/call-journals';

let folder: string;
let errors: Error[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  errors = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => new CallJournals(folder, (error) => errors.push(error));
const answered = (callId: string, atMs = 1): CallEvent => ({ type: 'call.answered', callId, atMs });

test('what was flushed is found by the next start, call by call and in order', () => {
  const before = open();
  const [one, other] = [before.create('c_1'), before.create('c_2')];
  one.append(answered('c_1', 1));
  other.append(answered('c_2', 2));
  one.append(answered('c_1', 3));
  one.flush();
  const after = open();
  expect([...after.left]).toEqual([
    ['c_1', [answered('c_1', 1), answered('c_1', 3)]],
    ['c_2', [answered('c_2', 2)]],
  ]);
  expect(errors).toEqual([]);
});

test('nothing is written before a flush, and flushSoon flushes within the turn', async () => {
  const call = open().create('c_1');
  const written = () => readFileSync(join(folder, 'calls-1.ndjson'), 'utf8');
  call.append(answered('c_1'));
  expect(written()).toBe('');
  call.flushSoon();
  expect(written()).toBe('');
  await new Promise((resolve) => setImmediate(resolve));
  expect(written()).toBe(`${JSON.stringify(answered('c_1'))}\n`);
});

test('a line that the kill cut short is left out, and swallows none that comes after', () => {
  const before = open();
  const call = before.create('c_1');
  call.append(answered('c_1', 1));
  call.flush();
  appendFileSync(join(folder, 'calls-1.ndjson'), '{"type":"call.answ');
  const middle = open();
  const again = middle.takeUp('c_1');
  again.append(answered('c_1', 2));
  again.flush();
  expect(open().left.get('c_1')).toEqual([answered('c_1', 1), answered('c_1', 2)]);
});

test('a call that is kept elsewhere is not found again, and files without open calls are removed', () => {
  const before = open();
  const [one, other] = [before.create('c_1'), before.create('c_2')];
  one.append(answered('c_1'));
  other.append(answered('c_2'));
  one.keep();
  one.flush();
  const after = open();
  expect([...after.left.keys()]).toEqual(['c_2']);
  expect(after.open).toEqual(['c_2']);
  after.takeUp('c_2').keep();
  after.close();
  const last = open();
  expect(last.left.size).toBe(0);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a journal that can not be written is told, and the call goes on', () => {
  const journals = open();
  const call = journals.create('c_1');
  journals.close();
  rmSync(folder, { recursive: true });
  call.append(answered('c_1'));
  expect(() => call.flush()).not.toThrow();
  expect(call.events()).toEqual([answered('c_1')]);
});
