import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ariPath, withQuery } from '#runtime/ari/path';
import { recordingName } from '#runtime/ari/recordings';

test('an id of ours is one segment of the path', () => {
  expect(ariPath`channels/${'c_ab12:3:1'}/play/${'p/1?x#y'}`).toBe('channels/c_ab12%3A3%3A1/play/p%2F1%3Fx%23y');
});

test('an id that would name something else is refused', () => {
  for (const id of ['', '.', '..', 'a\0b', 'a\nb', '\ud800', 'x'.repeat(201)]) {
    expect(() => ariPath`channels/${id}`, JSON.stringify(id)).toThrow(
      expect.objectContaining({ code: 'ari-bad-value' }),
    );
  }
});

test('any id is either refused or comes back from the path as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (id) => {
      let path: string;
      try {
        path = ariPath`channels/${id}`;
      } catch {
        return;
      }
      const segments = new URL(`http://asterisk/${path}`).pathname.split('/');
      expect(segments.slice(1).map(decodeURIComponent)).toEqual(['channels', id]);
    }),
  );
});

test('query values come back as they were, lists joined by commas', () => {
  const uri = withQuery('channels', { a: '1&b=2 +%41', list: ['x', 'y'], on: true, left: undefined, n: 0 });
  const query = new URL(`http://asterisk/${uri}`).searchParams;
  expect(Object.fromEntries(query)).toEqual({ a: '1&b=2 +%41', list: 'x,y', on: 'true', n: '0' });
  expect(() => withQuery('channels', { list: ['a,b'] })).toThrow('comma');
  expect(() => withQuery('channels', { value: 'a\0b' })).toThrow('character');
});

test("a recording's name is a plain file name, one for each id", () => {
  expect(recordingName('c_ab12:3:1')).toBe('c_ab12-3-1');
  for (const id of ['', '../x', 'a/b', 'a-b', 'a.b', 'a b', 'é']) {
    expect(() => recordingName(id), id).toThrow(expect.objectContaining({ code: 'ari-bad-value' }));
  }
});
