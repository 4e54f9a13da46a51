import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

// UPDATE_SAMPLES=1 writes the samples anew; read the difference before you commit it.
const update = process.env.UPDATE_SAMPLES === '1';

/** The text must be what the file holds. */
export function expectSample(text: string, file: string): void {
  if (update) writeFileSync(file, text);
  expect(existsSync(file), `There is no ${file}; run with UPDATE_SAMPLES=1.`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
