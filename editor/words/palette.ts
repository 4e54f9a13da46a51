/** Texts of the palette and of the search for a step. */
export const paletteWords: {
  readonly title: string;
  readonly outline: string;
  readonly search: string;
  readonly searchPlaceholder: string;
  readonly nothing: (typed: string) => string;
  readonly hint: string;
  readonly groups: Readonly<Record<string, string>>;
} = {
  title: 'Steps',
  outline: 'Outline',
  search: 'Find a step',
  searchPlaceholder: 'Find a step',
  nothing: (typed) => `No step is called “${typed}”.`,
  hint: 'Drag a step onto the canvas, or click it to put it behind the chosen one.',
  groups: { call: 'Call', input: 'Ask the caller', logic: 'Decide', data: 'Data', ai: 'AI' },
};
