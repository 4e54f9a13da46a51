/** Texts of the canvas. */
export const canvasWords = {
  label: 'Drawing of the flow',
  unknownStep: 'This step is not installed.',
  issues: (count: number, first: string) => (count === 1 ? first : `${count} problems. The first: ${first}`),
  menu: 'What can be done here',
  noteText: 'Text of the note',
  frameTitle: 'Title of the frame',
  addInto: 'Add a step here',
  miniMap: 'Overview of the drawing',
} as const;
