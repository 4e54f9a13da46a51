import { expect, test } from 'vitest';
import type { FlowInfo } from '../../../editor/api/flows.ts';
import { drawingOf } from '../../../editor/flows/drawing.ts';
import { allFolders, flowsMatching, foldersIn, tidyFolder } from '../../../editor/flows/folders.ts';

const flow = (name: string, folder: string, extensions: string[] = []): FlowInfo => ({
  id: name.toLowerCase(),
  name,
  folder,
  createdAt: '',
  updatedAt: '',
  deletedAt: null,
  revision: null,
  draftVersion: 1,
  extensions,
});
const flows = [flow('A', ''), flow('B', 'Sales'), flow('C', 'Sales/Night', ['42']), flow('D', 'Salesmen')];

test('a folder holds the flows of the folders in it, and of no other that begins alike', () => {
  expect(foldersIn(flows, '').map(({ name, flows: count }) => [name, count])).toEqual([
    ['Sales', 2],
    ['Salesmen', 1],
  ]);
  expect(foldersIn(flows, 'Sales').map(({ path }) => path)).toEqual(['Sales/Night']);
});

test('every folder can be chosen, and what is typed is tidied', () => {
  expect(allFolders([flow('X', 'One/Two')])).toEqual(['One', 'One/Two']);
  expect(tidyFolder(' / Sales // Night / ')).toBe('Sales/Night');
});

test('a search looks at names, numbers and folders', () => {
  expect(flowsMatching(flows, '42').map(({ name }) => name)).toEqual(['C']);
  expect(flowsMatching(flows, ' NIGHT').map(({ name }) => name)).toEqual(['C']);
});

test('a drawing goes from left to right, and leaves out the ways back', () => {
  const node = (id: string) => ({ id, step: 'play' }) as Parameters<typeof drawingOf>[0]['nodes'][number];
  const { nodes, edges } = drawingOf({
    nodes: ['a', 'b', 'c'].map(node),
    edges: [
      { from: 'a', exit: 'next', to: 'b' },
      { from: 'b', exit: 'next', to: 'c' },
      { from: 'c', exit: 'again', to: 'b' },
    ],
  });
  expect(nodes.map(({ id, isEntry, isEnd }) => [id, isEntry, isEnd])).toEqual([
    ['a', true, false],
    ['b', false, false],
    ['c', false, false],
  ]);
  expect(nodes.map(({ x }) => x)).toEqual([...nodes.map(({ x }) => x)].sort((p, q) => p - q));
  expect(edges).toHaveLength(2);
});
