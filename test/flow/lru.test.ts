import { expect, test } from 'vitest';
import { Lru } from '#runtime/flow/lru';

test('what was used last is kept, the rest is made anew', () => {
  const made: string[] = [];
  const lru = new Lru<string>(2);
  const take = (key: string) =>
    lru.take(key, (each) => {
      made.push(each);
      return each.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(take)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect(lru.size).toBe(2);
});
